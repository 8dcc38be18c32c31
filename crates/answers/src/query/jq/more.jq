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

# Paths
def setpath($path; $value):
  if $path == [] then $value
  else $path[0] as $step
  | if $step | isnumber then
      (. // []) | (if $step < 0 then length + $step else $step end) as $at
      | if $at < 0 then error("Out of bounds negative array index") else . end
      | (.[$at] | setpath($path[1:]; $value)) as $new
      | if $at < length then .[$at] = $new else . + [range($at - length) | null] + [$new] end
    else (. // {}) | (.[$step] | setpath($path[1:]; $value)) as $new | .[$step] = $new end
  end;
# The last ones first, so that the others stay where they are.
def delpaths($paths):
  if $paths | any(. == []) then null
  else reduce ($paths | sort | reverse[]) as $path (.;
    if (try getpath($path[:-1]) catch null) == null then . else getpath($path) |= empty end)
  end;
def del(f): delpaths([path(f)]);
def pick(f): . as $all | reduce path(f) as $path (null; setpath($path; $all | getpath($path)));

# Streams
def tostream:
  path(def rec: (.[]? | rec), .; rec) as $path
  | getpath($path)
  | reduce path(.[]?) as $last ([$path, .]; [$path + $last]);
def truncate_stream(events):
  . as $depth | null | events | if .[0] | length > $depth then .[0] |= .[$depth:] else empty end;

def fromstream(events):
  foreach events as $event ({};
    (if .is_whole then {} else . end)
    | ($event[0] | length) as $depth
    | if $event | length == 2 then {value: (.value | setpath($event[0]; $event[1])), is_whole: ($depth == 0)}
      else .is_whole = ($depth == 1) end;
    if .is_whole then .value else empty end);

# Inputs
def input: [limit(1; inputs)] | if . == [] then error("No more inputs") else .[0] end;

# As in SQL
def INDEX(rows; f): reduce rows as $row ({}; .[$row | f | tostring] = $row);
def INDEX(f): INDEX(.[]; f);
def IN(values): any(values == .; .);
def IN(rows; values): any(rows == values; .);

# Others
def leaf_paths: paths(scalars);
def ascii: [.] | implode;
