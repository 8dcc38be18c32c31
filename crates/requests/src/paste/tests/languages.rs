//! Every language but a POSIX shell's.

use super::{doubts, notes, read};
use mudbrick_model::{Header, Method};
use rstest::rstest;

#[rstest]
#[case::powershell_curl(
    "curl.exe -X POST `\n  \"https://x.io/$env:ID\" `\n  -H 'a: b' `\n  -d '{\\\"c\\\": 1}'",
    "https://x.io/{{ID}}",
    Some("{\"c\": 1}")
)]
#[case::here_string(
    "$body = @'\n{\"c\": 1}\n'@\nInvoke-RestMethod -Method Post -Uri 'https://x.io/' -Headers @{ a = 'b' } -ContentType 'application/json' -Body $body",
    "https://x.io/",
    Some("{\"c\": 1}")
)]
#[case::to_json(
    "$h = @{}\n$h.Add('a', 'b')\n$body = @{ c = 1; d = @('x', $true) } | ConvertTo-Json -Depth 5\nirm https://x.io/ -Method POST -Headers $h -Body $body -ContentType application/json",
    "https://x.io/",
    Some("{\n  \"c\": 1,\n  \"d\": [\n    \"x\",\n    true\n  ]\n}")
)]
#[case::splat(
    "$p = @{\n  Uri = 'https://x.io/'\n  Method = 'Post'\n  Headers = @{ 'a' = \"b\" }\n  Body = 'c'\n  ContentType = 'text/plain'\n}\n$r = Invoke-RestMethod @p",
    "https://x.io/",
    Some("c")
)]
#[case::browsers(
    "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = \"M\"\nInvoke-WebRequest -UseBasicParsing -Uri \"https://x.io/\" `\n-Method \"POST\" `\n-WebSession $session `\n-Headers @{\n\"a\"=\"b\"\n} `\n-ContentType \"text/plain\" `\n-Body \"caf$([char]0xe9) `\"c`\"\"",
    "https://x.io/",
    Some("café \"c\"")
)]
#[case::fetch(
    "await fetch(\"https://x.io/\", {\n  \"headers\": { \"a\": \"b\", \"content-type\": \"application/json\" },\n  \"body\": \"{\\\"c\\\":1}\",\n  \"method\": \"POST\",\n  \"mode\": \"cors\"\n});",
    "https://x.io/",
    Some("{\"c\":1}")
)]
#[case::postmans_script(
    "const myHeaders = new Headers();\nmyHeaders.append(\"a\", \"b\");\nconst raw = JSON.stringify({\n  c: 1.50,\n});\nconst requestOptions = { method: 'post', headers: myHeaders, body: raw, redirect: 'follow' };\nfetch(`https://x.io/${process.env.ID}`, requestOptions)\n  .then((r) => r.text());",
    "https://x.io/{{ID}}",
    Some("{\n  \"c\": 1.50\n}")
)]
#[case::raw(
    "POST /p?q=1 HTTP/1.1\r\nHost: x.io\r\na: b\r\n\r\n{\"c\":1}",
    "https://x.io/p?q=1",
    Some("{\"c\":1}")
)]
#[case::http_file(
    "### one\n@base = https://x.io\nPOST {{base}}/p\n  ?q=1\n  &r=2\na: b\n\nc",
    "https://x.io/p?q=1&r=2",
    Some("c")
)]
#[case::chromes_headers(
    ":authority: x.io\n:method: POST\n:path: /p\n:scheme: https\na: b\n\nc",
    "https://x.io/p",
    Some("c")
)]
#[case::fragment("-X POST https://x.io/ \\\n-H 'a: b' \\\n-d c", "https://x.io/", Some("c"))]
#[case::prompts(
    "$ curl -X POST https://x.io/ \\\n> -H 'a: b' \\\n> -d c",
    "https://x.io/",
    Some("c")
)]
#[case::prompts_of_an_output(
    "$ A=$(curl -X POST https://x.io/ \\\n>   -H 'a: b' \\\n>   -d c | jq .)",
    "https://x.io/",
    Some("c")
)]
#[case::prompts_of_a_loop(
    "me@host:~$ for i in 1 2; do curl -X POST https://x.io/ \\\n> -H 'a: b' \\\n> -d c; done",
    "https://x.io/",
    Some("c")
)]
#[case::prompts_behind_a_pipe(
    "$ cat a.json \\\n> | curl -X POST https://x.io/ \\\n> -H 'a: b' \\\n> -d c",
    "https://x.io/",
    Some("c")
)]
#[case::prompts_inside_a_body(
    "$ curl https://x.io/ -H 'a: b' -d '[\n> 1\n> ]'",
    "https://x.io/",
    Some("[\n  1\n  ]")
)]
#[case::windows_prompt(
    "C:\\Users\\me>curl -H \"a: b\" -d \"c\" https://x.io/",
    "https://x.io/",
    Some("c")
)]
#[case::account_and_host(
    "me@host:~/work$ curl -X POST https://x.io/ -H 'a: b' -d c",
    "https://x.io/",
    Some("c")
)]
#[case::a_prompt_inside_a_body(
    "curl https://x.io/ -H 'a: b' -d 'c\nme@host:~$ curl -k\n$ curl d'",
    "https://x.io/",
    Some("c\nme@host:~$ curl -k\n$ curl d")
)]
#[case::an_output_behind_a_mark_inside_a_body(
    "curl https://x.io/ -H 'a: b' \\\n  --data-raw \"c\n@>$(mudbrick token acme)\"",
    "https://x.io/",
    Some("c\n@>{{ACCESS_TOKEN}}")
)]
#[case::a_backtick_at_the_end_of_a_line_of_a_body(
    "curl https://x.io/ -H 'a: b' -d 'c `\nd'",
    "https://x.io/",
    Some("c `\nd")
)]
#[case::a_command_in_a_template(
    "fetch('https://x.io/', { method: 'POST', headers: { a: 'b', 'content-type': 'text/plain' }, body: `c\ncurl https://y.io\n$ curl d` })",
    "https://x.io/",
    Some("c\ncurl https://y.io\n$ curl d")
)]
#[case::a_command_in_a_here_string_above(
    "$body = @'\ncurl https://y.io\n'@\nirm https://x.io/ -Method Post -Headers @{ a = 'b' } -ContentType text/plain -Body $body",
    "https://x.io/",
    Some("curl https://y.io")
)]
#[case::powershell_in_a_script(
    "const c = 'irm https://y.io'; fetch('https://x.io/', { method: 'POST', headers: { a: 'b' }, body: c })",
    "https://x.io/",
    Some("irm https://y.io")
)]
#[case::a_call_in_a_message(
    "POST https://x.io/\na: b\nContent-Type: text/plain\n\nplease fetch (what there is)",
    "https://x.io/",
    Some("please fetch (what there is)")
)]
#[case::a_script_that_names_the_command(
    "// curl https://y.io\nfetch('https://x.io/', { method: 'POST', headers: { a: 'b' }, body: 'c' })",
    "https://x.io/",
    Some("c")
)]
#[case::a_prompt_below_a_commented_call(
    "// fetch('https://y.io')\nfetch('https://x.io/', { method: 'POST', headers: { a: 'b' }, body: `c\n$ export A=1\n` })",
    "https://x.io/",
    Some("c\n$ export A=1\n")
)]
#[case::a_prompt_below_a_commented_command(
    "// curl https://y.io\nfetch('https://x.io/', { method: 'POST', headers: { a: 'b' }, body: `c\n$ export A=1\n` })",
    "https://x.io/",
    Some("c\n$ export A=1\n")
)]
#[case::a_prompt_below_a_sentence(
    "You can use irm for this:\n$b = @'\n$ export A=1\n'@\nirm https://x.io/ -Method Post -Headers @{ a = 'b' } -ContentType text/plain -Body $b",
    "https://x.io/",
    Some("$ export A=1")
)]
#[case::a_form_of_a_script(
    "const p = new URLSearchParams();\np.append('c', '1');\nfetch('https://x.io/', { method: 'POST', headers: { a: 'b' }, body: p })",
    "https://x.io/",
    Some("c=1")
)]
#[case::members_that_are_added(
    "const h = {};\nh['a'] = 'b';\nlet u = 'https://x.io/';\nu += '?c=1';\nfetch(u, { method: 'POST', headers: h, body: 'd' })",
    "https://x.io/?c=1",
    Some("d")
)]
#[case::an_unknown_value_as_json(
    "fetch('https://x.io/', { method: 'POST', headers: { a: 'b' }, body: JSON.stringify(data) })",
    "https://x.io/",
    Some("{{data}}")
)]
#[case::json_in_a_splatted_table(
    "$p = @{\n  Uri = 'https://x.io/'\n  Method = 'Post'\n  Headers = @{ a = 'b' }\n  Body = @{ c = 1 } | ConvertTo-Json -Compress\n}\nirm @p",
    "https://x.io/",
    Some("{\n  \"c\": 1\n}")
)]
#[case::the_output_of_a_command(
    "$id = Get-Random\n$data = Get-Content .\\c.txt -Raw\nirm \"https://x.io/$id\" -Method Post -Headers @{ a = 'b' } -ContentType text/plain -Body $data",
    "https://x.io/{{id}}",
    Some("{{data}}")
)]
#[case::a_value_over_lines(
    "DATA='{\n\"c\": 1\n}'\nURL=https://x.io/ # the first\ncurl \"$URL\" -H 'a: b' -H 'Content-Type: application/json' -d \"$DATA\"",
    "https://x.io/",
    Some("{\n\"c\": 1\n}")
)]
#[case::a_value_with_escapes(
    "DATA=\"{\\\"c\\\": 1}\"\ncurl https://x.io/ -H 'a: b' -H 'Content-Type: application/json' -d \"$DATA\"",
    "https://x.io/",
    Some("{\"c\": 1}")
)]
#[case::code_in_a_sentence(
    "Run `curl -X POST https://x.io/ -d c -H \"a: b\"` and wait.",
    "https://x.io/",
    Some("c")
)]
#[case::the_prompt_of_zsh(
    "me@mac ~ % curl -X POST https://x.io/ -H 'a: b' -d c",
    "https://x.io/",
    Some("c")
)]
#[case::the_prompt_of_root(
    "[root@aem01 bin]# curl -X POST https://x.io/ -H 'a: b' -d c",
    "https://x.io/",
    Some("c")
)]
#[case::the_prompt_of_an_environment(
    "(venv) $ curl -X POST https://x.io/ -H 'a: b' -d c",
    "https://x.io/",
    Some("c")
)]
#[case::a_prompt_with_signs(
    "➜  project git:(main) ✗ curl -X POST https://x.io/ -H 'a: b' -d c",
    "https://x.io/",
    Some("c")
)]
#[case::a_step_of_a_list(
    "1. curl -X POST https://x.io/ -H 'a: b' -d c",
    "https://x.io/",
    Some("c")
)]
#[case::powershells_prompts(
    "PS C:\\> irm https://x.io/ `\n>> -Method Post -Headers @{ a = 'b' } `\n>> -ContentType text/plain -Body 'c'",
    "https://x.io/",
    Some("c")
)]
#[case::fence("```bash\ncurl -H 'a: b' -d c https://x.io/\n```", "https://x.io/", Some("c"))]
#[case::captured("ANSWER=$(curl -s -H 'a: b' -d c https://x.io/)", "https://x.io/", Some("c"))]
fn languages(#[case] text: &str, #[case] url: &str, #[case] body: Option<&str>) {
    let pasted = read(text);
    let request = &pasted.request;
    let expected = (Method::Post, url, body);
    assert_eq!((request.method, request.url.as_str(), request.body.as_deref()), expected);
    assert!(request.headers.contains(&Header::new("a", "b")), "{:?}", request.headers);
    assert_eq!(doubts(&pasted), "");
}

#[rstest]
#[case::url("https://x.io/a?b=1", "https://x.io/a?b=1")]
#[case::url_and_options("https://x.io/a -H 'b: c'", "https://x.io/a")]
#[case::method_and_url("GET https://x.io/a", "https://x.io/a")]
#[case::invoke("Invoke-RestMethod https://x.io/a", "https://x.io/a")]
#[case::invoke_with_a_query("irm https://x.io/a -Body @{ b = 1 }", "https://x.io/a?b=1")]
#[case::fetch("fetch('https://x.io/a')", "https://x.io/a")]
fn a_get_needs_no_more(#[case] text: &str, #[case] url: &str) {
    let pasted = read(text);
    assert_eq!((pasted.request.method, pasted.request.url.as_str()), (Method::Get, url));
    assert_eq!(doubts(&pasted), "");
}

/// Of two requests that stand in one text, neither is taken in silence: the second may be what is meant, or the first may only
/// quote it.
#[rstest]
#[case::behind_curl("curl https://x.io/a\nirm https://y.io", "2 requests")]
#[case::before_curl("irm https://x.io/a\ncurl https://y.io", "2 requests")]
#[case::a_script_behind_curl("curl https://x.io/a\nfetch('https://y.io')", "2 requests")]
#[case::curl_behind_a_message("GET /a HTTP/1.1\nHost: x.io\n\ncurl https://y.io", "2 requests")]
#[case::a_line_with_another_url("POST https://y.io/a\n\ncurl https://x.io/a", "part of")]
#[case::a_script_that_is_not_understood(
    "fetch('https://y.io', { body: a ? `\ncurl https://x.io/a\n` : 1 })",
    "part of"
)]
#[case::calls_of_one_constant(
    "const u = 'https://x.io/a'; await fetch(u); await fetch(u, { method: 'DELETE' });",
    "2 requests"
)]
#[case::a_message_behind_a_comment(
    "# curl https://x.io/a\nPOST https://y.io/a\nContent-Type: application/json\n\n{}",
    "2 requests"
)]
#[case::a_message_behind_powershell(
    "irm https://x.io/a\n\nDELETE /b HTTP/1.1\nHost: y.io",
    "2 requests"
)]
#[case::options_in_another_library(
    "superagent.post('https://y.io', `\n-X GET https://x.io/a\n`)",
    "part of"
)]
#[case::an_apostrophe_of_a_pattern(
    "const n = clean(raw, /'/g);\nfetch('https://x.io/a', { method: 'DELETE' });\nfetch('https://y.io')",
    "part of"
)]
#[case::another_library("superagent.post('https://y.io', `\ncurl https://x.io/a\n`)", "part of")]
#[case::another_language(
    "r = post(\"https://y.io\", data=\"\"\"\ncurl https://x.io/a\n",
    "part of"
)]
#[case::a_shells_document("mail me <<EOF\ncurl https://x.io/a\nEOF", "part of")]
#[case::a_shells_text("A='\ncurl https://x.io/a\n'", "part of")]
fn two_requests_are_doubted(#[case] text: &str, #[case] expected: &str) {
    let pasted = read(text);
    assert_eq!(pasted.request.url, "https://x.io/a");
    assert!(doubts(&pasted).contains(expected), "{}", doubts(&pasted));
}

/// A value that may be another one when the text is run is not taken in silence.
#[rstest]
#[case::branches_of_a_shell("if a; then\nH=https://y.io\nelse\nH=https://x.io\nfi\ncurl $H/a")]
#[case::one_branch_of_a_shell("if a; then\nH=https://x.io\nfi\ncurl $H/a")]
#[case::a_branch_on_one_line("H=https://x.io\nif a; then H=https://y.io; fi\ncurl $H/a")]
#[case::behind_a_condition("H=https://x.io\n[ -n \"$A\" ] && export H=https://y.io\ncurl $H/a")]
#[case::twice_on_one_line("H=https://x.io; H=https://y.io\ncurl $H/a")]
#[case::a_quoted_end("if a; then\necho 'x; fi'\nH=https://x.io\nfi\ncurl $H/a")]
#[case::twice("H=https://y.io\nH=https://x.io\ncurl $H/a")]
#[case::branches_of_powershell(
    "if ($a) {\n  $h = 'https://y.io'\n} else {\n  $h = 'https://x.io'\n}\nirm \"$h/a\""
)]
#[case::added_to_in_powershell("$u = 'https://x.io/a'\n$u += '?b=1'\nirm $u")]
#[case::a_member_in_a_branch(
    "$b = @{ a = 1 }\nif ($c) { $b.d = 2 }\nirm https://x.io/a -Method Post -Body $b"
)]
#[case::branches_of_a_script(
    "let u = 'https://y.io/a';\nif (a) { u = 'https://x.io/a'; }\nfetch(u)"
)]
#[case::a_body_in_a_branch(
    "let b = null;\nif (a) { b = JSON.stringify({ c: 1 }) }\nfetch('https://x.io/a', { method: 'POST', body: b })"
)]
#[case::a_query_that_is_added(
    "const u = new URL('https://x.io/a');\nu.searchParams.append('b', '1');\nfetch(u)"
)]
fn several_values_are_doubted(#[case] text: &str) {
    let pasted = read(text);
    assert_eq!(pasted.request.url, "https://x.io/a");
    assert!(doubts(&pasted).contains("more than one value"), "{}", doubts(&pasted));
}

/// A block ends where it ends.
#[rstest]
#[case::on_one_line("if [ -z \"$A\" ]; then exit 1; fi\nH=https://x.io\ncurl $H/a")]
#[case::with_words_in_a_text("echo 'if; for'\nH=https://x.io\ncurl $H/a")]
#[case::in_a_comment("# choose one; if unsure, the first\nH=https://x.io\ncurl $H/a")]
#[case::in_a_comment_behind_it("H=https://x.io # or; for tests; H=https://y.io\ncurl $H/a")]
#[case::a_loop("for a in 1 2; do echo $a; done\nH=https://x.io\ncurl $H/a")]
fn a_value_behind_a_block_is_one(#[case] text: &str) {
    let pasted = read(text);
    assert_eq!(pasted.request.url, "https://x.io/a");
    assert!(!doubts(&pasted).contains("more than one value"), "{}", doubts(&pasted));
}

/// A value that would have to be found out is a variable.
#[rstest]
#[case::a_choice("const u = a ? 'https://x.io' : 'https://y.io';\nfetch(u)", "{{u}}")]
#[case::a_format("$u = 'https://x.io/{0}' -f $a\nirm $u", "{{u}}")]
#[case::another_functions(
    "function a() { const u = 'https://x.io'; }\nfunction b(u) { return fetch(u) }",
    "{{u}}"
)]
#[case::more_of_it("U=https://x.io\nU+=/a\ncurl $U", "{{U}}")]
fn what_is_not_known_is_a_variable(#[case] text: &str, #[case] url: &str) {
    assert_eq!(read(text).request.url, url);
}

/// Whose server it is decides about the encryption that nobody wrote down.
#[rstest]
#[case("localhost:4502", "http://localhost:4502/a")]
#[case("x.io", "https://x.io/a")]
fn a_message_has_its_hosts_scheme(#[case] host: &str, #[case] url: &str) {
    assert_eq!(read(&format!("GET /a HTTP/1.1\nHost: {host}")).request.url, url);
}

/// A browser's copy keeps its cookies elsewhere than its headers.
#[test]
fn cookies_of_a_session_are_left_out_and_said() {
    let pasted = read(
        "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.Cookies.Add((New-Object System.Net.Cookie(\"sid\", \"abc\", \"/\", \"x.io\")))\niwr -UseBasicParsing -Uri \"https://x.io/a\" -WebSession $session",
    );
    assert_eq!(
        (doubts(&pasted).as_str(), notes(&pasted).as_str()),
        ("", "the cookies were left out\n")
    );
}

/// What documents put above a command.
#[rstest]
#[case::its_path("GET /a\n\ncurl https://x.io/a")]
#[case::its_url("GET https://x.io/a\n\ncurl https://x.io/a")]
#[case::a_sentence("You can fetch (see below) Adobe's list, or don't:\ncurl https://x.io/a")]
#[case::names("Use Invoke-WebRequest, irm or curl:\ncurl https://x.io/a")]
#[case::a_link("https://docs.x.io/\nNote: read this \"first\".\n\ncurl https://x.io/a")]
#[case::captured("A=\"$(date)\"\nB=$(curl https://x.io/a)")]
#[case::a_shells_document("cat > a <<'END'\nit's (\nEND\ncurl https://x.io/a")]
#[case::a_default_of_a_function(
    "const f = async (limit = 10) => (await fetch('https://x.io/a')).json();"
)]
#[case::a_function("async function f() {\n  const r = await fetch('https://x.io/a')\n}")]
#[case::a_function_called_at_once(
    "(async () => {\n  const r = await fetch('https://x.io/a')\n})()"
)]
#[case::a_try("try { irm https://x.io/a } catch { }")]
#[case::a_shells_function("f() {\n  curl https://x.io/a\n}")]
#[case::a_fence_below_a_path("GET /a\n\n```bash\ncurl https://x.io/a\n```")]
#[case::lines_that_go_on(
    "Connect-AzAccount `\n -Identity\nInvoke-RestMethod -Uri 'https://x.io/a'"
)]
#[case::a_mark_of_powershell("Write-Host \"a`\"b\"\nirm https://x.io/a")]
#[case::a_text_for_a_program("jq . <<< \"x\"\ncurl https://x.io/a")]
#[case::a_placeholder("Replace <<TOKEN>>:\ncurl https://x.io/a")]
#[case::a_line_break_behind_a_bracket("A=$(\n  curl https://x.io/a\n)")]
#[case::a_word_with_a_colon("POST https://x.io/a\nExample:\ncurl https://x.io/a")]
fn what_is_above_leads_to_no_doubt(#[case] text: &str) {
    let pasted = read(text);
    assert_eq!((pasted.request.url.as_str(), doubts(&pasted).as_str()), ("https://x.io/a", ""));
}

/// A text that nests without end takes no time and no stack.
#[rstest]
#[case::outputs("irm ", "\"$(", 20_000)]
#[case::brackets("irm ", "(", 20_000)]
#[case::tables("irm ", "@{a=", 20_000)]
#[case::templates("fetch(", "`${", 20_000)]
#[case::calls("fetch(", "a(", 20_000)]
#[case::commands("", "irm @{\n", 5_000)]
#[case::words("", "irm\n", 20_000)]
#[case::messages("", ":method: x\n", 20_000)]
#[case::variables("curl ", "${a", 1_000)]
#[case::escapes("", "run: \"curl \\\"x\\\"\" ", 5_000)]
#[case::escapes_in_none("", "\"a\\\"curl x\" ", 2_000)]
#[case::a_comment("# curl '", "\n# a", 20_000)]
#[case::comments("", "# curl 'x' \\\n", 500)]
#[case::programs("", "requests.get(", 20_000)]
#[case::lists_of_programs("requests.get(", "[{(", 20_000)]
#[case::quotations_of_programs("curl_init(", "'\\", 20_000)]
#[case::calls_of_programs("", "requests.get('https://x.io').a(", 5_000)]
#[case::requests_of_programs("", "requests.get('https://x.io', headers=h())\n", 5_000)]
#[case::fetches("", "const t = f(); fetch(t);\n", 5_000)]
#[case::doubled_values("const a = ['x'];\n", "const a = [a, a];\n", 60)]
#[case::doubled_values_of_programs("requests.x\na = ['x']\n", "a = [a, a]\n", 60)]
#[case::outputs_of_curl("", "A=$(curl x\n", 5_000)]
fn a_hostile_text_is_given_up(#[case] begin: &str, #[case] again: &str, #[case] times: usize) {
    let text = format!("{begin}{}", again.repeat(times));
    let _ = (crate::read_paste(&text), crate::read_commands(&text));
}
