# What jq has and the library does not, as jq's manual describes it.

# Formats
def row_of(texts; $called):
  if isarray then
    [.[] |
      if isstring then texts
      elif . == null then ""
      elif . < [] then tostring
      else error("\(type) cannot stand in a row of \($called)") end
    ] | reduce .[] as $one (null; if . == null then $one else . + (if $called == "CSV" then "," else "\t" end) + $one end) | . // ""
  else error("\(type) is no row of \($called): only an array is") end;
def @csv: row_of("\"" + (split("\"") | join("\"\"")) + "\""; "CSV");
def @tsv:
  row_of(
    split("\\") | join("\\\\") | split("\t") | join("\\t") | split("\n") | join("\\n")
    | split("\r") | join("\\r");
    "TSV");

# Streams
def tostream:
  path(def rec: (.[]? | rec), .; rec) as $path
  | getpath($path)
  | reduce path(.[]?) as $last ([$path, .]; [$path + $last]);
def truncate_stream(events):
  . as $depth | null | events | if .[0] | length > $depth then .[0] |= .[$depth:] else empty end;

# As in SQL
def INDEX(rows; f): reduce rows as $row ({}; .[$row | f | tostring] = $row);
def INDEX(f): INDEX(.[]; f);
def IN(values): any(values == .; .);
def IN(rows; values): any(rows == values; .);

# Others
def leaf_paths: paths(scalars);
def ascii: [.] | implode;
