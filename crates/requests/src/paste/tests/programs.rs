//! Programs that send requests with a library, as Postman writes them and as people do.

use super::{doubts, notes, read};
use crate::paste::read_commands;
use mudbrick_model::{Header, Method};
use rstest::rstest;

#[rstest]
#[case::csharp(
    "var client = new HttpClient();\nvar request = new HttpRequestMessage(HttpMethod.Post, \"https://x.io/a\");\nrequest.Headers.Add(\"a\", \"b\");\nvar content = new StringContent(\"{\\r\\n \\\"c\\\": \\\"it's\\\"}\", null, \"application/json\");\nrequest.Content = content;\nvar response = await client.SendAsync(request);\nresponse.EnsureSuccessStatusCode();\nConsole.WriteLine(await response.Content.ReadAsStringAsync());",
    "{\r\n \"c\": \"it's\"}"
)]
#[case::csharp_at_once(
    "var client = new HttpClient();\nvar request = new HttpRequestMessage\n{\n    Method = HttpMethod.Post,\n    RequestUri = new Uri(\"https://x.io/a\"),\n    Headers =\n    {\n        { \"a\", \"b\" },\n    },\n    Content = new StringContent(\"{}\")\n    {\n        Headers =\n        {\n            ContentType = new MediaTypeHeaderValue(\"application/json\")\n        }\n    }\n};\nusing (var response = await client.SendAsync(request))\n{\n}",
    "{}"
)]
#[case::csharp_with_a_client(
    "var client = new HttpClient();\nclient.BaseAddress = new Uri(\"https://x.io\");\nclient.DefaultRequestHeaders.Add(\"a\", \"b\");\nvar json = $\"{{\\\"c\\\": \\\"{id}\\\"}}\";\nvar r = await client.PostAsync(\"/a\", new StringContent(json, Encoding.UTF8, \"application/json\"));",
    "{\"c\": \"{{id}}\"}"
)]
#[case::restsharp(
    "var options = new RestClientOptions(\"https://x.io\")\n{\n  MaxTimeout = -1,\n};\nvar client = new RestClient(options);\nvar request = new RestRequest(\"/a\", Method.Post);\nrequest.AddHeader(\"a\", \"b\");\nrequest.AddHeader(\"Content-Type\", \"application/json\");\nvar body = @\"{\" + \"\\n\" +\n@\"  \"\"c\"\": 1\" + \"\\n\" +\n@\"}\";\nrequest.AddStringBody(body, DataFormat.Json);\nRestResponse response = await client.ExecuteAsync(request);",
    "{\n  \"c\": 1\n}"
)]
#[case::old_restsharp(
    "var client = new RestClient(\"https://x.io/a\");\nclient.Timeout = -1;\nvar request = new RestRequest(Method.POST);\nrequest.AddHeader(\"a\", \"b\");\nrequest.AddParameter(\"application/json\", \"{}\",  ParameterType.RequestBody);\nIRestResponse response = client.Execute(request);",
    "{}"
)]
#[case::okhttp(
    "OkHttpClient client = new OkHttpClient().newBuilder()\n  .build();\nMediaType mediaType = MediaType.parse(\"application/json\");\nRequestBody body = RequestBody.create(mediaType, \"{\\n}\");\nRequest request = new Request.Builder()\n  .url(\"https://x.io/a\")\n  .method(\"POST\", body)\n  .addHeader(\"a\", \"b\")\n  .build();\nResponse response = client.newCall(request).execute();",
    "{\n}"
)]
#[case::unirest(
    "Unirest.setTimeouts(0, 0);\nHttpResponse<String> response = Unirest.post(\"https://x.io/a\")\n  .header(\"Content-Type\", \"application/json\")\n  .header(\"a\", \"b\")\n  .body(\"{}\")\n  .asString();",
    "{}"
)]
#[case::java(
    "HttpRequest request = HttpRequest.newBuilder()\n    .uri(URI.create(\"https://x.io/a\"))\n    .header(\"a\", \"b\")\n    .header(\"Content-Type\", \"application/json\")\n    .POST(HttpRequest.BodyPublishers.ofString(\"{}\"))\n    .build();",
    "{}"
)]
#[case::go(
    "func main() {\n\n  url := \"https://x.io/a\"\n  method := \"POST\"\n\n  payload := strings.NewReader(`{\n  \"c\": \"it's\"\n}`)\n\n  client := &http.Client {\n  }\n  req, err := http.NewRequest(method, url, payload)\n\n  if err != nil {\n    fmt.Println(err)\n    return\n  }\n  req.Header.Add(\"a\", \"b\")\n  req.Header.Add(\"Content-Type\", \"application/json\")\n\n  res, err := client.Do(req)\n  body, err := io.ReadAll(res.Body)\n  fmt.Println(string(body))\n}",
    "{\n  \"c\": \"it's\"\n}"
)]
#[case::php(
    "<?php\n\n$curl = curl_init();\n\ncurl_setopt_array($curl, array(\n  CURLOPT_URL => 'https://x.io/a',\n  CURLOPT_RETURNTRANSFER => true,\n  CURLOPT_CUSTOMREQUEST => 'POST',\n  CURLOPT_POSTFIELDS =>'{\n  \"c\": \"it\\'s\"\n}',\n  CURLOPT_HTTPHEADER => array(\n    'a: b',\n    'Content-Type: application/json'\n  ),\n));\n\n$response = curl_exec($curl);",
    "{\n  \"c\": \"it's\"\n}"
)]
#[case::ruby(
    "require \"net/http\"\n\nurl = URI(\"https://x.io/a\")\n\nhttps = Net::HTTP.new(url.host, url.port)\nhttps.use_ssl = true\n\nrequest = Net::HTTP::Post.new(url)\nrequest[\"a\"] = \"b\"\nrequest[\"Content-Type\"] = \"application/json\"\nrequest.body = JSON.dump({\n  \"c\": [true, nil]\n})\n\nresponse = https.request(request)\nputs response.read_body",
    "{\n  \"c\": [\n    true,\n    null\n  ]\n}"
)]
#[case::python(
    "import requests\nimport json\n\nurl = \"https://x.io/a\"\n\npayload = json.dumps({\n  \"c\": 1.50,\n  \"d\": None # none\n})\nheaders = {\n  'a': 'b',\n  'Content-Type': 'application/json'\n}\n\nresponse = requests.request(\"POST\", url, headers=headers, data=payload)\n\nprint(response.text)",
    "{\n  \"c\": 1.50,\n  \"d\": null\n}"
)]
#[case::python_with_json(
    "import requests\nBASE = 'https://x.io'\nr = requests.post(f\"{BASE}/a\", headers={'a': 'b'}, json={'c': True}, timeout=5)",
    "{\n  \"c\": true\n}"
)]
#[case::pythons_own(
    "import http.client\n\nconn = http.client.HTTPSConnection(\"x.io\")\npayload = \"{}\"\nheaders = { 'a': 'b', 'Content-Type': 'application/json' }\nconn.request(\"POST\", \"/a\", payload, headers)\nres = conn.getresponse()",
    "{}"
)]
#[case::axios(
    "const axios = require('axios');\nlet data = '{}';\n\nlet config = {\n  method: 'post',\n  maxBodyLength: Infinity,\n  url: 'https://x.io/a',\n  headers: { \n    'a': 'b', \n    'Content-Type': 'application/json'\n  },\n  data : data\n};\n\naxios.request(config)\n.then((response) => {\n  console.log(JSON.stringify(response.data));\n})",
    "{}"
)]
#[case::axios_in_short(
    "const { data } = await axios.post('https://x.io/a', { c: 1 }, { headers: { a: 'b' } });",
    "{\n  \"c\": 1\n}"
)]
#[case::jquery(
    "var settings = {\n  \"url\": \"https://x.io/a\",\n  \"method\": \"POST\",\n  \"headers\": {\n    \"a\": \"b\",\n    \"Content-Type\": \"application/json\"\n  },\n  \"data\": \"{}\",\n};\n\n$.ajax(settings).done(function (response) {\n  console.log(response);\n});",
    "{}"
)]
#[case::a_browsers_own(
    "var data = \"{}\";\nvar xhr = new XMLHttpRequest();\nxhr.addEventListener(\"readystatechange\", function() {\n  if(this.readyState === 4) {\n    console.log(this.responseText);\n  }\n});\nxhr.open(\"POST\", \"https://x.io/a\");\nxhr.setRequestHeader(\"a\", \"b\");\nxhr.setRequestHeader(\"Content-Type\", \"application/json\");\nxhr.send(data);",
    "{}"
)]
#[case::nodes_own(
    "var https = require('follow-redirects').https;\n\nvar options = {\n  'method': 'POST',\n  'hostname': 'x.io',\n  'path': '/a',\n  'headers': {\n    'a': 'b',\n    'Content-Type': 'application/json'\n  },\n};\n\nvar req = https.request(options, function (res) {\n  var chunks = [];\n});\n\nvar postData = \"{}\";\n\nreq.write(postData);\n\nreq.end();",
    "{}"
)]
fn programs(#[case] text: &str, #[case] body: &str) {
    let pasted = read(text);
    let request = &pasted.request;
    assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://x.io/a"));
    assert_eq!(request.body.as_deref(), Some(body));
    assert!(request.headers.contains(&Header::new("a", "b")), "{:?}", request.headers);
    let json = Header::new("Content-Type", "application/json");
    assert!(request.headers.contains(&json), "{:?}", request.headers);
    assert_eq!((doubts(&pasted), notes(&pasted)), (String::new(), String::new()));
}

/// A request without a body is one, however the program says that it has none.
#[rstest]
#[case::csharp(
    "var request = new HttpRequestMessage(HttpMethod.Get, \"https://x.io/a\");\nvar content = new StringContent(\"\", null, \"text/plain\");\nrequest.Content = content;"
)]
#[case::python(
    "import requests\nurl = \"https://x.io/a\"\npayload = {}\nresponse = requests.request(\"GET\", url, headers={}, data=payload)"
)]
#[case::okhttp(
    "Request request = new Request.Builder()\n  .url(\"https://x.io/a\")\n  .method(\"GET\", null)\n  .build();"
)]
#[case::go("req, err := http.NewRequest(\"GET\", \"https://x.io/a\", nil)")]
#[case::ruby("request = Net::HTTP::Get.new(URI(\"https://x.io/a\"))")]
fn a_get_has_no_body(#[case] text: &str) {
    let pasted = read(text);
    let request = &pasted.request;
    assert_eq!((request.method, request.url.as_str()), (Method::Get, "https://x.io/a"));
    assert_eq!((&request.body, &request.headers), (&None, &Vec::new()));
    assert_eq!(doubts(&pasted), "");
}

/// A form, and what is not in the text.
#[rstest]
#[case::csharp(
    "var request = new HttpRequestMessage(HttpMethod.Post, \"https://x.io/a\");\nvar collection = new List<KeyValuePair<string, string>>();\ncollection.Add(new(\"b\", \"c d\"));\ncollection.Add(new(\"e\", value));\nrequest.Content = new FormUrlEncodedContent(collection);"
)]
#[case::python("import requests\nrequests.post('https://x.io/a', data={'b': 'c d', 'e': value})")]
#[case::php(
    "$ch = curl_init('https://x.io/a');\ncurl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query(['b' => 'c d', 'e' => $value]));\n$r = curl_exec($ch);"
)]
#[case::request(
    "var request = require('request');\nrequest({ method: 'POST', url: 'https://x.io/a', form: { b: 'c d', e: value } }, function (error) {});"
)]
fn forms(#[case] text: &str) {
    let request = read(text).request;
    assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://x.io/a"));
    assert_eq!(request.body.as_deref(), Some("b=c%20d&e={{%value}}"));
}

/// What has to be run is a variable, and said; what the system gives has its name.
#[rstest]
#[case::a_call("requests.get('https://x.io/' + make('a'))", "https://x.io/{{EXPRESSION_1}}", true)]
#[case::a_choice("u = a if b else c\nrequests.get(u)", "{{EXPRESSION_1}}", true)]
#[case::a_member(
    "requests.get(f\"https://x.io/{r['id']}\")",
    "https://x.io/{{EXPRESSION_1}}",
    true
)]
#[case::of_the_system("requests.get(os.environ['BASE'] + '/a')", "{{BASE}}/a", false)]
#[case::a_template("requests.get('https://x.io/{}/%s'.format(a))", "https://x.io/{{a}}/%s", false)]
#[case::numbered_places(
    "requests.get('https://x.io/{1}/{0}/{2}'.format('a', 'b'))",
    "https://x.io/b/a/{2}",
    false
)]
fn values_that_are_not_in_the_text(#[case] text: &str, #[case] url: &str, #[case] doubted: bool) {
    let pasted = read(text);
    assert_eq!(pasted.request.url, url);
    assert_eq!(!doubts(&pasted).is_empty(), doubted, "{}", doubts(&pasted));
}

#[test]
fn each_request_of_a_program_is_read() {
    let text = "import requests\nH = {'x-a': 'b'}\n\n# One\nr = requests.get('https://a.io', headers=H)\nfor i in r.json()['items']:\n    # Two\n    requests.delete('https://b.io/' + i['key'], headers=H)\n";
    let read = read_commands(text).into_iter().map(|it| (it.line, it.title, it.read.unwrap()));
    let shown: Vec<String> = read
        .map(|(line, title, pasted)| {
            let request = &pasted.request;
            let title = title.unwrap_or_default();
            format!("{line} [{title}] {} {} {}", request.method, request.url, doubts(&pasted))
        })
        .collect();
    let told = "8:39 the value of this expression is not in the text; the variable key stands in its place\n";
    assert_eq!(
        shown,
        [
            "5 [One] GET https://a.io ".to_owned(),
            format!("8 [Two] DELETE https://b.io/{{{{key}}}} {told}")
        ]
    );
}

/// What a program quotes is no command, and a program that a command quotes is none.
#[rstest]
#[case::in_a_program(
    "import requests\nrequests.post('https://x.io/a', data='''\ncurl https://y.io\n''')"
)]
#[case::in_a_command("curl https://x.io/a -d 'requests.get(\"https://y.io\")'")]
fn quotations_begin_nothing(#[case] text: &str) {
    let pasted = read(text);
    assert_eq!((pasted.request.url.as_str(), doubts(&pasted).as_str()), ("https://x.io/a", ""));
}
