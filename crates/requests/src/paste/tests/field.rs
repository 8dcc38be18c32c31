//! Commands as they are met in documents, scripts, comments and shells' windows: each is read right, or its doubt is said. The
//! kinds are the field's; the texts are our own.

use super::{doubts, read, read_paste};
use mudbrick_model::{Method, Request};
use rstest::rstest;

/// What is read without a doubt.
#[rstest]
#[case::a_lost_backslash_and_a_body_over_lines(
    "curl -X POST https://x.io/a\n -H 'x-a: b' \\\n -d '\n{\n  \"a\": \"b\"\n}'",
    "POST https://x.io/a",
    "\n{\n  \"a\": \"b\"\n}"
)]
#[case::a_template_in_a_body(
    "curl -X POST https://x.io/a -d '{\"t\": \"{# c #}{% for e in p %}{{ e.id }}{% endfor %}\"}'",
    "POST https://x.io/a",
    "{\"t\": \"{# c #}{% for e in p %}{{ e.id }}{% endfor %}\"}"
)]
#[case::a_program_in_this_folder(
    "$ ./curl.exe -X POST -d \"name=f&address=P\" http://localhost:8081/contact",
    "POST http://localhost:8081/contact",
    "name=f&address=P"
)]
#[case::a_prompt_and_lines_without_a_backslash(
    "% curl -v -X POST --data\n  '{\"a\": {\"l\": 1}}'\n  http://127.0.0.1:8084/?command=x -u w:s\n{\"r\": {}}",
    "POST http://127.0.0.1:8084/?command=x",
    "{\"a\": {\"l\": 1}}"
)]
#[case::a_header_with_marks_and_a_semicolon(
    "curl 'https://x.io/d' --header 'Accept: application/json; schema=\"https://ns.x.io/e;version=1.0\"'",
    "GET https://x.io/d",
    ""
)]
#[case::a_backslash_before_a_fence(
    "curl --request POST 'https://x.io/jobs' \\\n--header 'x-a: b' \\\n```\n\nSome prose.",
    "POST https://x.io/jobs",
    ""
)]
#[case::a_fence_around_it(
    "Do this:\n\n```shell\ncurl https://x.io/a \\\n  -H 'x-a: b'\n```\n",
    "GET https://x.io/a",
    ""
)]
#[case::a_fence_inside_a_body(
    "curl https://x.io/a -H 'Content-Type: text/markdown' -d '\n```\na\n```\n'",
    "POST https://x.io/a",
    "\n```\na\n```\n"
)]
#[case::a_value_from_above(
    "DATA='{\"a\":1}'\ncurl -X POST https://x.io/a -H 'Content-Type: application/json' -d \"$DATA\"",
    "POST https://x.io/a",
    "{\"a\":1}"
)]
#[case::marks_escaped_for_a_shell(
    "curl -X POST https://x.io/a -H \"Content-Type:application/json\" -d {\\\"a\\\":1}",
    "POST https://x.io/a",
    "{\"a\":1}"
)]
#[case::what_is_printed_behind_it(
    "curl -d '{\"a\":1}' -X PATCH 'https://x.io/a' -w '\\n%{http_code}\\n' | jq -r '.x'",
    "PATCH https://x.io/a",
    "{\"a\":1}"
)]
#[case::output_into_a_variable(
    "RESPONSE=$(curl -s -X POST -H \"Content-Type: application/json\" -d \"$P\" \"${API_URL}/login\")\nif [ x ]; then",
    "POST {{API_URL}}/login",
    "{{P}}"
)]
#[case::output_between_quotation_marks(
    "RESP=\"$(curl -s -X POST https://x.io/a -H \"x-a: $B\" -d \"a=1)\")\"\necho \"$RESP\"",
    "POST https://x.io/a",
    "a=1)"
)]
#[case::a_loop_on_one_line(
    "for i in 1 2; do curl -s \"https://x.io/a/$i\"; done",
    "GET https://x.io/a/{{i}}",
    ""
)]
#[case::a_function_on_one_line("f() { curl -s 'https://x.io/a'; }", "GET https://x.io/a", "")]
#[case::what_a_shell_is_given(
    "docker exec web sh -c 'curl -X PUT https://x.io/a -d \"b\"'",
    "PUT https://x.io/a",
    "b"
)]
#[case::again_and_again("watch -n 5 \"curl -s 'https://x.io/a'\"", "GET https://x.io/a", "")]
#[case::from_python(
    "import os\nos.system(\"curl -X POST https://x.io/a -d 'b c'\")",
    "POST https://x.io/a",
    "b c"
)]
#[case::in_a_container("kubectl exec web -- curl -s https://x.io/a", "GET https://x.io/a", "")]
#[case::in_an_image("FROM x\nRUN curl -fsSL https://x.io/a -o /b\n", "GET https://x.io/a", "")]
#[case::of_a_build_server(
    "steps:\n  - name: Call\n    run: \"curl -X DELETE https://x.io/a\"\n",
    "DELETE https://x.io/a",
    ""
)]
#[case::an_empty_body(
    "curl -X GET \\\n  'https://x.io/a?limit=1&orderBy=-x' \\\n  -H 'x-a: b' -d ''",
    "GET https://x.io/a?limit=1&orderBy=-x",
    ""
)]
#[case::angle_brackets(
    "curl -i -X GET -H \"X-Api-Key: <API_KEY>\" \"https://mc.adobe.io/<ORGANIZATION>/campaign/p/<PKEY>/\"",
    "GET https://mc.adobe.io/{{ORGANIZATION}}/campaign/p/{{PKEY}}/",
    ""
)]
#[case::a_comment_ends_it(
    "curl https://x.io/a -H 'x-a: b' # comment\n-d 1",
    "GET https://x.io/a",
    ""
)]
#[case::a_token_from_a_file(
    "curl \"https://x.io/a\" -H \"Authorization: Bearer $(cat token.txt)\"",
    "GET https://x.io/a",
    ""
)]
#[case::data_into_the_query(
    "curl 'https://x.io/a?x=1' -X GET -d 'a=1' -G",
    "GET https://x.io/a?x=1&a=1",
    ""
)]
#[case::set_in_cmd(
    "set HOST=x.io\r\ncurl -H \"x-a: b\" https://%HOST%/a ^\r\n -X DELETE\r\n",
    "DELETE https://x.io/a",
    ""
)]
#[case::quoted_lines_of_an_email(
    "Example:\n> curl -X POST https://x.io/a\n> -H 'a: b'\n> -d 'x=1'",
    "POST https://x.io/a",
    "x=1"
)]
#[case::carets_and_plain_marks(
    "curl ^\n  --request POST ^\n  --url https://x.io/a ^\n  --header \"content-type: application/json\" ^\n  --data \"{\\\"url\\\": \\\"b\\\"}\"",
    "POST https://x.io/a",
    "{\"url\": \"b\"}"
)]
#[case::backticks_and_apostrophes(
    "curl.exe -X POST \"https://x.io/d\" `\n  -H \"Content-Type: application/json\" `\n  --data-raw '{\"a\":10.5,\"b\":\"c\"}'",
    "POST https://x.io/d",
    "{\"a\":10.5,\"b\":\"c\"}"
)]
#[case::one_line_for_powershell(
    "curl.exe 'https://x.io/d' --data-raw '{\"a\":\"it''s\"}'",
    "POST https://x.io/d",
    "{\"a\":\"it's\"}"
)]
#[case::older_powershells_backslashes(
    "curl.exe -X POST 'https://x.io/d' -d '{\\\"a\\\": \\\"b\\\"}'",
    "POST https://x.io/d",
    "{\"a\": \"b\"}"
)]
#[case::a_call_into_a_variable(
    "$result = & curl.exe -X PUT \"$BASE/up\" `\n  -H \"x-a: b\" `\n  --max-time 300\nWrite-Host $result",
    "PUT {{BASE}}/up",
    ""
)]
#[case::a_dictionary_of_headers(
    "$headers = New-Object \"System.Collections.Generic.Dictionary[[String],[String]]\"\n$headers.Add(\"x-a\", \"b\")\n$body = @\"\n{\"a\": 1}\n\"@\n$r = Invoke-RestMethod 'https://x.io/a' -Method 'POST' -Headers $headers -Body $body\n$r | ConvertTo-Json",
    "POST https://x.io/a",
    "{\"a\": 1}"
)]
#[case::carriage_returns_in_raw_http(
    "POST /data/a HTTP/1.1\r\nHost: x.adobe.io\r\nContent-Type: application/json\r\n\r\n{\"a\":1}\r\n",
    "POST https://x.adobe.io/data/a",
    "{\"a\":1}"
)]
#[case::a_query_over_lines(
    "GET https://x.io/a\n?b=1\n&c=2\nAccept: x",
    "GET https://x.io/a?b=1&c=2",
    ""
)]
#[case::a_name_inside_backticks(
    "const r = await fetch(`https://x.io/${id}/a?x=${encodeURIComponent(y)}`)",
    "GET https://x.io/{{id}}/a?x={{%y}}",
    ""
)]
#[case::mudbricks_own_command(
    "curl 'https://x.io/a' \\\n  -H \"Authorization: Bearer $(mudbrick token acme-places)\"",
    "GET https://x.io/a",
    ""
)]
#[case::mudbricks_own_command_for_cmd(
    "for /f \"delims=\" %T in ('mudbrick token acme-places') do @set \"ACCESS_TOKEN=%T\"\ncurl ^\"https://x.io/a^\" ^\n  -H ^\"Authorization: Bearer %ACCESS_TOKEN%^\"",
    "GET https://x.io/a",
    ""
)]
#[case::mudbricks_own_script(
    "Invoke-RestMethod -Method Get -Uri 'https://x.io/a' `\n  -Headers @{\n    'Authorization' = \"Bearer $(mudbrick token acme-places)\"\n  }",
    "GET https://x.io/a",
    ""
)]
fn is_read(#[case] text: &str, #[case] line: &str, #[case] body: &str) {
    let pasted = read(text);
    let request = &pasted.request;
    assert_eq!(format!("{} {}", request.method, request.url), line);
    assert_eq!(request.body.as_deref().unwrap_or_default(), body);
    assert_eq!(doubts(&pasted), "");
}

/// What is not sent before somebody has looked at it.
#[rstest]
#[case::a_body_that_never_ends(
    "curl -X POST https://x.io/a \\\n -d '\n{\n  \"a\":\"b\"\n}\n```\n\n| A | B |",
    "never closed"
)]
#[case::a_file_for_cmd(
    "curl.exe -X POST \"http://127.0.0.1/d\" -H \"Content-Type: application/json\" --data-binary \"@examples/x.json\"",
    "in the file examples/x.json"
)]
#[case::a_file_with_a_blank(
    "curl --data \"@/tmp/x y.json\" https://x.io/a",
    "in the file /tmp/x y.json"
)]
#[case::a_part_for_powershell(
    "curl.exe -X POST https://x.io/t `\n  -F \"title=S\" `\n  -F \"audio=@C:\\Music\\d.mp3\"",
    "in the file C:\\Music\\d.mp3"
)]
#[case::two_files(
    "curl https://x.io/a -d @a.json -d @b.json",
    "the text of the file a.json belongs here"
)]
#[case::a_file_among_data(
    "curl https://x.io/a -d x=1 -d @b.txt",
    "the text of the file b.txt belongs here"
)]
#[case::a_file_in_the_query(
    "curl -G https://x.io/a -d @q.txt",
    "the text of the file q.txt belongs here"
)]
#[case::a_file_in_a_query_option(
    "curl https://x.io/a --url-query a@q.txt",
    "the text of the file q.txt belongs here"
)]
#[case::an_encoded_file(
    "curl -X POST https://x.io/a --data-urlencode name@f.txt",
    "the text of the file f.txt belongs here"
)]
#[case::an_input("curl -sS https://x.io/a --json @- < body.json", "from standard input")]
#[case::a_here_document_without_an_end(
    "curl -X POST https://x.io/a -d @- <<EOF\n{\"a\": 1}\n",
    "from standard input"
)]
#[case::another_commands_output("cat a.json | curl https://x.io/a -d @-", "from standard input")]
#[case::options_in_a_file(
    "curl -K config.txt https://x.io/a",
    "more options are in the file config.txt"
)]
#[case::options_from_the_input("curl --config - https://x.io/a", "more options are in the file -")]
#[case::apostrophes_in_cmd(
    "curl ^\n  -X POST ^\n  https://x.io/r ^\n  -d '{\"tag\":\"%tag%\"}'",
    "belongs to no option"
)]
#[case::a_comment_in_code(
    "// curl -v -X POST -d \"1234\" http://192.168.4.1/j => rx timeout",
    "belongs to no option"
)]
#[case::no_token("curl -H \"Authorization: Bearer \" https://x.io/me", "the word Bearer")]
#[case::code_around_it(
    "const j = run(`\ncurl.exe -s -X POST \"https://x.io/l\" --data-urlencode \"u=1\"`);",
    "another command"
)]
#[case::two_commands(
    "# one\ncurl -X POST \"https://x.io/u\" -d a\n\n# two\ncurl \"https://x.io/v\"",
    "2 requests"
)]
#[case::a_lost_apostrophe("curl https://x.io/a -d '{\"name\": \"O'Hara\"}'", "should be JSON")]
#[case::apostrophes_for_marks(
    "curl https://x.io/a -H 'Content-Type: application/json' -d \"{'a': 'b'}\"",
    "should be JSON"
)]
#[case::marks_that_a_shell_takes("curl https://x.io/a -d {\"a\":1}", "should be JSON")]
#[case::a_comma_too_many(
    "curl https://x.io/a -H 'Content-Type: application/json' -d '{\"a\": \"b\",}'",
    "should be JSON"
)]
#[case::left_out(
    "curl -X PATCH https://x.io/a -H 'Content-Type: application/json' -d '[{\"op\": \"add\", \"value\": { ... } }]'",
    "should be JSON"
)]
#[case::two_calls(
    "fetch(\"https://x.io/a\", {\"body\": \"{}\", \"method\": \"POST\"}); ;\nfetch(\"https://x.io/b\");",
    "2 requests"
)]
#[case::rest_of_an_object(
    "fetch(url + '/a', { method: 'POST', body: JSON.stringify({ a: b, ...rest }) })",
    "the value of this expression"
)]
#[case::headers_from_elsewhere(
    "const r = await fetch('https://x.io/a', { headers })",
    "the value of this expression"
)]
#[case::headers_from_elsewhere_in_powershell(
    "Invoke-RestMethod -Method POST -Uri \"https://x.io/a\" -Headers $headers",
    "the value of this expression"
)]
#[case::a_file_in_powershell(
    "iwr https://x.io/a -UseBasicParsing -Method PUT -InFile .\\a.json -ContentType 'application/json'",
    "in the file .\\a.json"
)]
#[case::a_line_that_stands_for_a_file(
    "curl https://x.io/a --data-raw '< b.txt'",
    "in the file b.txt"
)]
#[case::a_path_alone("POST /data/a\nContent-Type: application/json\n\n{\"a\":1}", "names no host")]
#[case::what_a_function_is_given(
    "get() {\n  curl \"https://x.io/$1\"\n}",
    "the variable ARGUMENT_1 stands in its place"
)]
#[case::another_command_between_marks(
    "sh -c 'curl https://x.io/a'; sh -c 'curl https://y.io'",
    "2 requests"
)]
#[case::another_command_behind_a_pipe(
    "curl -s https://x.io/a | python -c \"import json\"; curl https://y.io",
    "2 requests"
)]
fn is_doubted(#[case] text: &str, #[case] expected: &str) {
    let found = doubts(&read(text));
    assert!(found.contains(expected), "{found}");
}

/// What stands before a command or in it, and is no part of it.
#[rstest]
#[case::a_label("COMMAND: curl -X PUT \"https://x.io/d\" -d 1")]
#[case::a_build_servers_file("- run: curl -X PUT https://x.io/d -d 1\n")]
#[case::a_makefile("test:\n\t@curl -X PUT https://x.io/d -d 1")]
#[case::a_step("Step 1: curl -X PUT https://x.io/d -d 1\n")]
#[case::a_program_that_runs_it("docker exec -it c curl -X PUT https://x.io/d -d 1")]
#[case::a_limit("$ timeout 5 curl -X PUT https://x.io/d -d 1")]
#[case::a_sentence_about_it("Note: curl is needed.\n\ncurl -X PUT https://x.io/d -d 1")]
#[case::what_is_needed("Needed:\n* curl\n* jq\n\ncurl -X PUT https://x.io/d -d 1")]
#[case::a_list("* curl -X PUT https://x.io/d -d 1\n")]
#[case::a_comment_of_a_program("/**\n * curl -X PUT https://x.io/d \\\n *   -d 1\n */\n")]
#[case::a_comment_on_a_line("/* curl -X PUT https://x.io/d -d 1 */")]
#[case::a_commented_command("# curl -X PUT https://x.io/d \\\n#   -d 1\n")]
#[case::a_line_comment("// curl -X PUT https://x.io/d \\\n//   -d 1\n")]
#[case::a_comment_of_documentation("/// curl -X PUT https://x.io/d \\\n///   -d 1\n")]
#[case::escapes_of_a_shell("sh -c \"curl -X PUT \\\"https://x.io/d\\\" -d 1\"")]
#[case::escapes_of_a_program("os.system(\"curl -X PUT \\\"https://x.io/d\\\" -d '1'\")")]
#[case::escapes_of_a_value("{\"scripts\": {\"put\": \"curl -X PUT \\\"https://x.io/d\\\" -d 1\"}}")]
#[case::escapes_over_lines("run: \"curl -X PUT \\\"https://x.io/d\\\" \\\\\\n  -d 1\"\n")]
#[case::where_its_output_goes("curl https://x.io/d > out.json 2>/dev/null -X PUT 2>&1 -d 1")]
#[case::where_its_output_goes_on_a_line("curl -X PUT https://x.io/d >> out.json \\\n  -d 1 &> log")]
fn what_is_no_part_of_a_command_is_left_out(#[case] text: &str) {
    let pasted = read(text);
    let Request { method, url, body, headers, .. } = pasted.request;
    assert_eq!((method, url.as_str(), body.as_deref()), (Method::Put, "https://x.io/d", Some("1")));
    assert_eq!(headers.len(), 1);
    assert_eq!(doubts(&read(text)), "");
}

/// What is no request that can be read is said to be none.
#[rstest]
#[case("echo 'curl https://x.io/a'")]
#[case("fetch('https://y.io', { body: a ? `\n-X POST https://x.io/a\n` : 1 })")]
fn is_refused(#[case] text: &str) {
    assert!(read_paste(text).is_err());
}

/// A file that is the body, or a part of it, is a line that stands for it.
#[rstest]
#[case("curl https://x.io/a -d @a.json", "< a.json", "application/json")]
#[case(
    "curl https://x.io/a --data-binary @a.csv -H 'Content-Type: text/csv'",
    "< a.csv",
    "text/csv"
)]
#[case("curl https://x.io/a -d @a.txt", "< a.txt", "application/x-www-form-urlencoded")]
#[case("curl --json @a https://x.io/a", "< a", "application/json")]
#[case("curl https://x.io/a -F f=@a.csv", "\r\n\r\n< a.csv\r\n--", "multipart/form-data")]
fn a_file_is_named(#[case] text: &str, #[case] body: &str, #[case] content_type: &str) {
    let request = read(text).request;
    assert!(request.body.as_deref().unwrap_or_default().contains(body), "{request:?}");
    let header = request.headers.iter().find(|header| header.name == "Content-Type");
    assert!(header.is_some_and(|header| header.value.starts_with(content_type)), "{request:?}");
}
