namespace Pipeline.Toml.Tests;

/// <summary>Valid documents with what they mean, by chapter of the specification.</summary>
internal static class ValidCorpus
{
    public static readonly IReadOnlyList<(string Text, string Tree)> Documents =
    [
        // Comments, blanks, line breaks
        ("", "{}"),
        ("\n\r\n \t\n", "{}"),
        ("# only a comment", "{}"),
        ("a = 1 # one\n# two\tä😀\r\nb='#'#\n", "{a=1, b=\"#\"}"),
        ("\t a\t =\t1\t \r\n", "{a=1}"),
        ("\uFEFFa = 1", "{a=1}"),
        ("# C1 controls and noncharacters are allowed: \u0080\u009F\uFFFE", "{}"),

        // Keys
        ("key = 1\nbare_key = 2\nbare-key = 3\n1234 = 4\n- = 5\n_ = 6", "{key=1, bare_key=2, bare-key=3, 1234=4, -=5, _=6}"),
        ("\"127.0.0.1\" = 1\n\"ʎǝʞ\" = 2\n'key2' = 3\n'quoted \"value\"' = 4", "{\"127.0.0.1\"=1, \"ʎǝʞ\"=2, key2=3, \"quoted \\\"value\\\"\"=4}"),
        ("\"\" = 1", "{\"\"=1}"),
        ("'' = {'' = ''}", "{\"\"={\"\"=\"\"}}"),
        ("\"\\u0061\\n\" = 1", "{\"a\\n\"=1}"),
        ("a.b.c = 1\na.b . d = 2\na\t.\"b\". 'e' = 3", "{a={b={c=1, d=2, e=3}}}"),
        ("3.14159 = \"pi\"", "{3={14159=\"pi\"}}"),
        ("true = 1\ninf = 2\n1979-05-27 = 3", "{true=1, inf=2, 1979-05-27=3}"),
        ("apple.type = 1\norange.type = 2\napple.skin = 3", "{apple={type=1, skin=3}, orange={type=2}}"),
        ("a.\"b.c\" = 1\na.b.c = 2", "{a={\"b.c\"=1, b={c=2}}}"),

        // Basic strings
        ("a = \"\"", "{a=\"\"}"),
        ("a = \"I'm a string. \\\"You can quote me\\\". Name\\tJos\\u00E9\\nLocation\\tSF.\"", "{a=\"I'm a string. \\\"You can quote me\\\". Name\\tJosé\\nLocation\\tSF.\"}"),
        ("a = \"\\b\\t\\n\\f\\r\\\"\\\\\"", "{a=\"\\b\\t\\n\\f\\r\\\"\\\\\"}"),
        ("a = \"\\u0000\\U0001F600\\uD7FF\\uE000\\U0010FFFF\\uffff\"", "{a=\"\\u0000😀\uD7FF\uE000\U0010FFFF\uFFFF\"}"),
        ("a = \"tab\there 😀 \u0085\"", "{a=\"tab\\there 😀 \u0085\"}"),

        // Multi-line basic strings
        ("a = \"\"\"\"\"\"", "{a=\"\"}"),
        ("a = \"\"\"\none\ntwo\"\"\"", "{a=\"one\\ntwo\"}"),
        ("a = \"\"\"\r\none\r\ntwo\r\n\"\"\"", "{a=\"one\\ntwo\\n\"}"),
        ("a = \"\"\"\n\none\"\"\"", "{a=\"\\none\"}"),
        ("a = \"\"\"one \\\n   two\\  \t \r\n\r\n \t three\"\"\"", "{a=\"one twothree\"}"),
        ("a = \"\"\"\\\n  \"\"\"", "{a=\"\"}"),
        ("a = \"\"\"one\\\\\n two\"\"\"", "{a=\"one\\\\\\n two\"}"),
        ("a = \"\"\"x\"y\"\"z\\\"\"\"q\"\"\"", "{a=\"x\\\"y\\\"\\\"z\\\"\\\"\\\"q\"}"),
        ("a = \"\"\"\"quoted\"\"\"\"\nb = \"\"\"\"\"two\"\"\"\"\"", "{a=\"\\\"quoted\\\"\", b=\"\\\"\\\"two\\\"\\\"\"}"),
        ("a = \"\"\"\"\"\"\"\nb = \"\"\"\"\"\"\"\"", "{a=\"\\\"\", b=\"\\\"\\\"\"}"),
        ("a = \"\"\"😀\\u00e9\\\"\"\"\"", "{a=\"😀é\\\"\"}"),

        // Literal strings
        ("a = ''\nb = 'C:\\Users\\u00'\nc = '<\\i\\c*\\s*>'\nd = '\"'", "{a=\"\", b=\"C:\\\\Users\\\\u00\", c=\"<\\\\i\\\\c*\\\\s*>\", d=\"\\\"\"}"),
        ("a = '''\n'one' ''two''\\\n three'''", "{a=\"'one' ''two''\\\\\\n three\"}"),
        ("a = ''''quoted''''\nb = '''''two'''''\nc = ''''''", "{a=\"'quoted'\", b=\"''two''\", c=\"\"}"),
        ("a = '''\r\nx\r\ny'''", "{a=\"x\\ny\"}"),

        // Integers
        ("a = [0, +0, -0, 99, +99, -17, 1_000, 5_349_221, 1_2_3_4_5, 53_49_221]", "{a=[0, 0, 0, 99, 99, -17, 1000, 5349221, 12345, 5349221]}"),
        ("a = [9223372036854775807, -9223372036854775808]", "{a=[9223372036854775807, -9223372036854775808]}"),
        ("a = [0xDEADBEEF, 0xdeadbeef, 0xdead_beef, 0o01234567, 0o755, 0b11010110, 0x0, 0b0_1, 0x00F]", "{a=[3735928559, 3735928559, 3735928559, 342391, 493, 214, 0, 1, 15]}"),
        ("a = [0x7FFF_FFFF_FFFF_FFFF, 0o777777777777777777777, 0b111111111111111111111111111111111111111111111111111111111111111]",
            "{a=[9223372036854775807, 9223372036854775807, 9223372036854775807]}"),

        // Floats
        ("a = [+1.0, 3.1415, -0.01, 5e+22, 1e06, -2E-2, 6.626e-34, 224_617.445_991_228, 1e1_0, 0e0, 0.0]",
            "{a=[1f, 3.1415f, -0.01f, 5E+22f, 1000000f, -0.02f, 6.626E-34f, 224617.445991228f, 10000000000f, 0f, 0f]}"),
        ("a = [-0.0, +0.0, inf, +inf, -inf, nan, +nan, -nan]", "{a=[-0f, 0f, Infinityf, Infinityf, -Infinityf, NaNf, NaNf, NaNf]}"),
        ("a = [1e400, -1e400, 4.9e-324, 1e-400, 1.7976931348623157e308]", "{a=[Infinityf, -Infinityf, 5E-324f, 0f, 1.7976931348623157E+308f]}"),

        // Booleans
        ("a = true\nb = false", "{a=true, b=false}"),

        // Dates and times
        ("a = 1979-05-27T07:32:00Z\nb = 1979-05-27T00:32:00-07:00\nc = 1979-05-27 07:32:00.5z\nd = 1979-05-27t00:32:00.999999+23:59",
            "{a=1979-05-27T07:32:00.000000000+00:00, b=1979-05-27T00:32:00.000000000-07:00, c=1979-05-27T07:32:00.500000000+00:00, d=1979-05-27T00:32:00.999999000+23:59}"),
        ("a = 1979-05-27T07:32:00\nb = 1979-05-27 00:32:00.1234567891234", "{a=1979-05-27T07:32:00.000000000, b=1979-05-27T00:32:00.123456789}"),
        ("a = 1979-05-27 # not followed by a time\nb = [ 1979-05-27 , 07:32:00 , 00:32:00.999999 ]", "{a=1979-05-27, b=[1979-05-27, 07:32:00.000000000, 00:32:00.999999000]}"),
        ("a = [2024-02-29, 2000-02-29, 0001-01-01, 9999-12-31, 2023-02-28]", "{a=[2024-02-29, 2000-02-29, 0001-01-01, 9999-12-31, 2023-02-28]}"),
        ("a = [0000-02-29, 23:59:60]", "{a=[0000-02-29, 23:59:60.000000000]}"),
        ("a = 1979-05-27T07:32:00-00:00\nb = 9999-12-31T23:59:59.9999999999-23:59", "{a=1979-05-27T07:32:00.000000000+00:00, b=9999-12-31T23:59:59.999999999-23:59}"),

        // Arrays
        ("a = []\nb = [[], [[]]]\nc = [1, 2.0, \"x\", true, [1], {a=1}]", "{a=[], b=[[], [[]]], c=[1, 2f, \"x\", true, [1], {a=1}]}"),
        ("a = [ 1, 2, ]\nb = [\n  1,\n  2, # two\n  # three\n]\nc = [ # first\n\n1\n# x\n,\r\n2\n\n]", "{a=[1, 2], b=[1, 2], c=[1, 2]}"),
        ("a = [\"\"\"x\ny\"\"\", '''z''']", "{a=[\"x\\ny\", \"z\"]}"),
        ("a=[[\n1,2],['x','y']\n,[1.1,\n]]", "{a=[[1, 2], [\"x\", \"y\"], [1.1f]]}"),

        // Tables
        ("[table]\n[t2]\na=1", "{table={}, t2={a=1}}"),
        ("[ a . \"b.c\".'d' ] # header\nx=1", "{a={\"b.c\"={d={x=1}}}}"),
        ("[x.y.z.w]\n[x]\na=1", "{x={y={z={w={}}}, a=1}}"),
        ("[a.b.c]\n[a]\nb.t=1\n[a.b.d]", "{a={b={c={}, t=1, d={}}}}"),
        ("[a.b]\nx=1\n[c]\n[a.d]\n[a]\ny=1", "{a={b={x=1}, d={}, y=1}, c={}}"),
        ("[fruit]\napple.color=1\napple.taste.sweet=true\n[fruit.apple.texture]\nsmooth=true", "{fruit={apple={color=1, taste={sweet=true}, texture={smooth=true}}}}"),
        ("a.b=1\n[a.c]\nd=1\n[a.c.e]", "{a={b=1, c={d=1, e={}}}}"),
        ("[\"\"]\na=1\n['true']", "{\"\"={a=1}, true={}}"),

        // Inline tables
        ("a = {}\nb = { }\nc = {x=1}\nd = { x = 1 , y.z = 2,y.w=3,'q'={ r = [ {} ] } }", "{a={}, b={}, c={x=1}, d={x=1, y={z=2, w=3}, q={r=[{}]}}}"),
        ("a = { b = [\n1, # in an array line breaks are allowed\n2\n], c = \"\"\"x\ny\"\"\" }", "{a={b=[1, 2], c=\"x\\ny\"}}"),
        ("[t]\na.b = {c=1}\na.d = 2", "{t={a={b={c=1}, d=2}}}"),

        // Arrays of tables
        ("[[p]]\nname=1\n[[p]] # empty\n[[p]]\nname=3", "{p=[{name=1}, {}, {name=3}]}"),
        ("[[fruits]]\nname='apple'\n[fruits.physical]\ncolor='red'\n[[fruits.varieties]]\nname='red delicious'\n[[fruits.varieties]]\nname='granny smith'\n[[fruits]]\nname='banana'\n[fruits.physical]\n[[fruits.varieties]]\nname='plantain'",
            "{fruits=[{name=\"apple\", physical={color=\"red\"}, varieties=[{name=\"red delicious\"}, {name=\"granny smith\"}]}, {name=\"banana\", physical={}, varieties=[{name=\"plantain\"}]}]}"),
        ("[[a.b]]\nx=1\n[a]\ny=2\n[[a.b]]", "{a={b=[{x=1}, {}], y=2}}"),
        ("[[ a . 'b' ]]\nx.y=1\n[a.b.x.z]", "{a={b=[{x={y=1, z={}}}]}}"),
        ("[[a]]\n[[a.b]]\n[[a]]\n[[a.b]]\n[[a.b.c]]\n[a.b.c.d]", "{a=[{b=[{}]}, {b=[{c=[{d={}}]}]}]}"),
    ];
}
