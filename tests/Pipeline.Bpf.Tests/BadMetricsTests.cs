namespace Pipeline.Bpf.Tests;

/// <summary>Mistakes in METRICS() tables, told by name with the remedy before the kernel sees anything.</summary>
public sealed class BadMetricsTests
{
    private const string Key = "struct t_key { __u32 label; };\n";
    private const string Value = "struct t { __u64 n COUNTER(); };\n";

    // METRICS() by hand, so that its parts can contradict each other.
    private const string Anchors = "struct t *const table_t PIPELINE_TAG(\"metrics\") = 0;\nstruct t_key *const key_t PIPELINE_TAG(\"key\") = 0;\n";

    [Theory]
    [InlineData("__uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, __u64); __type(value, struct t);", "map 't' has keys of 8 bytes, but struct t_key has 4; declare both with METRICS()")]
    [InlineData("__uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __uint(key_size, 12); __type(value, struct t);", "map 't' has keys of 12 bytes, but struct t_key has 4; declare both with METRICS()")]
    [InlineData("__uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 8); __type(key, __u32); __uint(value_size, 4);", "map 't' has values of 4 bytes, but struct t has 8; declare both with METRICS()")]
    [InlineData("__uint(type, BPF_MAP_TYPE_HASH); __type(key, __u32); __type(value, struct t);", "map 't' does not say how many entries it has room for; give METRICS() a number above 0")]
    [InlineData("__uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 0); __type(key, __u32); __type(value, struct t);", "map 't' does not say how many entries it has room for; give METRICS() a number above 0")]
    [InlineData("__uint(type, BPF_MAP_TYPE_LRU_HASH); __uint(max_entries, 8); __type(key, __u32); __type(value, struct t);", "map 't' forgets its oldest entries, so that its figures would fall; make it a HASH and choose how many entries it has")]
    [InlineData("__uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096);", "map 't' is of kind RINGBUF, which holds no figures; use HASH, ARRAY, PERCPU_HASH or PERCPU_ARRAY")]
    [InlineData("__uint(type, BPF_MAP_TYPE_LPM_TRIE); __uint(max_entries, 8); __type(key, __u32); __type(value, struct t);", "map 't' is of kind 11, which holds no figures; use HASH, ARRAY, PERCPU_HASH or PERCPU_ARRAY")]
    [InlineData("__uint(max_entries, 8); __type(key, __u32); __type(value, struct t);", "map 't' is of kind unknown, which holds no figures; use HASH, ARRAY, PERCPU_HASH or PERCPU_ARRAY")]
    public void AMapThatIsNotWhatItsStructsSayIsTold(string definition, string problem) =>
        AssertTold(problem, $"{Key}{Value}{Anchors}struct {{ {definition} }} t SEC(\".maps\");");

    [Theory]
    [InlineData("struct t_key { __u32 a; __u32 b; };\n" + Value + "METRICS(t, ARRAY, 8);", "map 't' is an array, whose key is one u32, but struct t_key has 8 bytes; give the struct exactly one __u32 or enum member")]
    [InlineData("struct t_key { __u16 a; __u16 b; };\n" + Value + "METRICS(t, PERCPU_ARRAY, 8);", "table 't' is an array, whose only label is the index, but struct t_key has 2 labels")]
    [InlineData("struct t_key { __u32 a : 4; __u32 b : 28; };\n" + Value + "METRICS(t, HASH, 8);", "table 't' label 'a' is a bitfield, which a key cannot have; use a member of whole bytes")]
    [InlineData("struct t_key { __u64 start_time; };\n" + Value + "METRICS(t, HASH, 8);", "table 't' has two columns named 'start_time'")]
    [InlineData("struct t_key { __u32 a COLUMN(\"when=by_a\"); };\n" + Value + "METRICS(t, HASH, 8);", "table 't' column 'a' is there when 'by_a' is on, but there is no OPTION(__u8, by_a, 0, \"type=bool\")")]
    [InlineData("OPTION(__u32, by_a, 0);\nstruct t_key { __u32 a COLUMN(\"when=by_a\"); };\n" + Value + "METRICS(t, HASH, 8);", "table 't' column 'a' is there when 'by_a' is on, but there is no OPTION(__u8, by_a, 0, \"type=bool\")")]
    [InlineData(Key + "struct t { __u64 n; };\nMETRICS(t, HASH, 8);", "table 't' column 'n' is no figure; tag it COUNTER(), GAUGE() or hidden")]
    [InlineData(Key + "struct t { __u64 n COUNTER() GAUGE(); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' is both a counter and a gauge; tag it COUNTER(), GAUGE() or hidden")]
    [InlineData(Key + "struct t { __u64 n COUNTER(\"merge=max\"); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' is merged by 'max' (known: max, of a gauge)")]
    [InlineData(Key + "struct t { __u64 n GAUGE(\"merge=min\"); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' is merged by 'min' (known: max, of a gauge)")]
    [InlineData(Key + "struct t { char n[8] COUNTER(); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' is utf8[8]; a figure is an integer")]
    [InlineData(Key + "struct t { __u64 n COUNTER(\"hlep=x\"); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' has an unknown tag 'hlep'")]
    [InlineData(Key + "struct t { __u64 n COLUMN(\"hidden\"); };\nMETRICS(t, HASH, 8);", "table 't' has no figure; tag members of struct t with COUNTER(), GAUGE() or HISTOGRAM()")]
    [InlineData(Key + "struct t { HISTOGRAM(n, 1, exp2, 1); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' has 1 slots, a histogram has at least 2")]
    [InlineData(Key + "struct t { HISTOGRAM(n, 68, exp2, 1); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' has 68 slots, more than 67 are never used")]
    [InlineData(Key + "struct t { HISTOGRAM(n, 8, exp3, 1); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' has 'exp3' slots (known: exp2, exp2zero, linear)")]
    [InlineData(Key + "struct t { HISTOGRAM(n, 8, exp2, 0); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' has no step; declare it with HISTOGRAM()")]
    [InlineData(Key + "struct t { __u64 n[8] PIPELINE_TAG(\"histogram=exp2\"); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' has no sum; declare it with HISTOGRAM()")]
    [InlineData(Key + "struct t { __u64 n_sum COLUMN(\"hidden\"); __u32 n[8] PIPELINE_TAG(\"histogram=exp2\"); };\nMETRICS(t, HASH, 8);", "table 't' column 'n' is no array of u64; declare it with HISTOGRAM()")]
    [InlineData("struct t_key { char a[600]; };\n" + Value + "METRICS(t, HASH, 8);", "table 't' has a key of 600 and a value of 8 bytes (expected at most 512 and 1048576)")]
    [InlineData(Key + "struct t { ENDED(e); __u64 n COUNTER(); };\nMETRICS(t, ARRAY, 8);", "table 't' member 'e' says when entries end, but the map is an array, whose entries stay; use a HASH")]
    [InlineData(Key + "struct t { ENDED(e); __u64 n COUNTER(); };\nMETRICS(t, PERCPU_HASH, 8);", "table 't' member 'e' says when entries end, but the map is per CPU, of which none knows when all are done; use a HASH")]
    [InlineData(Key + "struct t { ENDED(e); ENDED(f); __u64 n COUNTER(); };\nMETRICS(t, HASH, 8);", "table 't' member 'f' says when entries end, as another member does; keep one")]
    [InlineData(Key + "struct t { __u32 e PIPELINE_TAG(\"ended\"); __u64 n COUNTER(); };\nMETRICS(t, HASH, 8);", "table 't' member 'e' has not the 8 bytes of a time; declare it with ENDED()")]
    public void AMistakeInTheStructsIsTold(string source, string problem) => AssertTold(problem, source);

    [Theory]
    [InlineData("struct t *const table_t PIPELINE_TAG(\"metrics\") = 0;", "table 't' has no key; use METRICS(NAME, KIND, entries)")]
    [InlineData(Anchors, "table 't' has no map of its name; use METRICS(NAME, KIND, entries)")]
    [InlineData("struct t *const table_u PIPELINE_TAG(\"metrics\") = 0;", "'table_u' does not anchor a struct of its name; use METRICS(NAME, KIND, entries)")]
    [InlineData("__u32 table_t PIPELINE_TAG(\"metrics\") = 0;", "'table_t' does not anchor a struct; use METRICS(NAME, KIND, entries)")]
    public void AnAnchorThatHoldsNothingIsTold(string anchors, string problem) => AssertTold(problem, Key + Value + anchors);

    private static void AssertTold(string problem, string source) => Assert.Contains($": {problem}", Compiled.ProblemWith(source), StringComparison.Ordinal);
}
