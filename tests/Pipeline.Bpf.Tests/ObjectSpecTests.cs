namespace Pipeline.Bpf.Tests;

public sealed class ObjectSpecTests
{
    [Fact]
    public void ColumnsFollowTheStructAndItsTags()
    {
        var table = Fixture.Spec("shapes").Tables.Single(t => t.Schema.Name == "shape");
        Assert.Equal("All there is", table.Schema.Help);
        Assert.Equal("events", table.Ring);
        Assert.Equal(
            "shape(time time, took duration, address ip, mac mac, ok bool, small i8, at_x i32, at_y i32, colour enum, flags flags, short_ i16, comm utf8[16], "
            + "raw bytes[8], low u32, middle u32, high i32, args list<utf8>, body utf8)",
            table.Schema.ToString());
        Assert.Equal([new EnumName("red", 1), new EnumName("green", 2), new EnumName("deep_blue", 40)], Column("colour").Type.Names);
        Assert.Equal([new EnumName("a", 1), new EnumName("b", 4)], Column("flags").Type.Names);
        Assert.Equal(("ns", "LAT(ms)"), (Column("took").Unit, Column("took").Heading));
        Assert.Equal("When", Column("time").Help);

        ColumnSchema Column(string name) => table.Schema.Columns[table.Schema.Ordinal(name)];
    }

    // A range that is not used.
    private const string Nothing = "000000000000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void OptionsCarryTypeDefaultAndHelp()
    {
        var options = Fixture.Spec("shapes").Options.ToDictionary(o => o.Name);
        Assert.Equal((OptionKind.Integer, 4, false, (object)0L, "The process that makes rows"), Told("target_pid"));
        Assert.Equal((OptionKind.Duration, 8, false, (object)1500L, "Shortest"), Told("min"));
        Assert.Equal((OptionKind.Size, 8, false, (object)4096L, null), Told("most"));
        Assert.Equal((OptionKind.Integer, 4, true, (object)(-5L), null), Told("offset"));
        Assert.Equal((OptionKind.Bool, 1, false, (object)true, null), Told("loud"));
        Assert.Equal((OptionKind.Text, 8, false, (object)"", "A word"), Told("word"));

        Assert.Equal((OptionKind.Integers, 8, false, (object)Array.Empty<object>(), "Some ports"), Told("ports"));
        Assert.Equal((OptionKind.Integers, 8, true, (object)Array.Empty<object>(), null), Told("steps"));
        Assert.Equal((OptionKind.Ip, 16, false, (object)"", "Who"), Told("peer"));
        Assert.Equal((OptionKind.Cidrs, 72, false, (object)Array.Empty<object>(), "Where"), Told("ranges"));
        Assert.Equal((OptionKind.Enum, 4, true, (object)(-1L), "Which"), Told("only"));
        Assert.Equal((OptionKind.Flags, 4, false, (object)0L, null), Told("any"));
        Assert.Equal([new EnumName("red", 1), new EnumName("green", 2), new EnumName("deep_blue", 40)], options["only"].Names);

        (OptionKind, int, bool, object, string?) Told(string name) => (options[name].Kind, options[name].Width, options[name].Signed, options[name].Default, options[name].Help);
    }

    [Theory]
    [InlineData("target_pid", -1L, "is out of bounds (got -1, expected 0 to 4294967295)")]
    [InlineData("target_pid", "x", "has the wrong type (got \"x\", expected an integer)")]
    [InlineData("min", 5L, "has the wrong type (got 5, expected a duration such as \"10ms\")")]
    [InlineData("loud", 1L, "has the wrong type (got 1, expected true or false)")]
    [InlineData("word", "12345678", "is too long (got 8 bytes, expected at most 7)")]
    [InlineData("offset", 2147483648L, "is out of bounds (got 2147483648, expected -2147483648 to 2147483647)")]
    [InlineData("ports", 65536L, "is out of bounds (got 65536, expected 0 to 65535)")]
    [InlineData("ports", new object[] { 1L, -1L }, "is out of bounds (got -1, expected 0 to 65535)")]
    [InlineData("ports", new object[] { 1L, 0L }, "holds a 0, which stands for nothing")]
    [InlineData("ports", new object[] { 1L, 2L, 3L, 4L, 5L }, "has too many entries (got 5, expected at most 4)")]
    [InlineData("ports", new object[] { 1L, "x" }, "has the wrong type (got [1, \"x\"], expected a list of integers such as [80, 443])")]
    [InlineData("peer", "10", "is no IP address (got \"10\", expected one such as \"10.0.0.1\" or \"fe80::1\")")]
    [InlineData("peer", "::", "is no IP address (got \"::\", expected one such as \"10.0.0.1\" or \"fe80::1\")")]
    [InlineData("ranges", "10.0.0.0/33", "has no such prefix (got \"10.0.0.0/33\", expected /0 to /32 behind an IPv4 address)")]
    [InlineData("ranges", "fe80::/129", "has no such prefix (got \"fe80::/129\", expected /0 to /128 behind an IPv6 address)")]
    [InlineData("ranges", "10.0.0.0/", "has no such prefix (got \"10.0.0.0/\", expected /0 to /32 behind an IPv4 address)")]
    [InlineData("ranges", "10.0.0.0/ 8", "has no such prefix (got \"10.0.0.0/ 8\", expected /0 to /32 behind an IPv4 address)")]
    [InlineData("ranges", "10.1.2.3/8", "has bits behind its prefix (got \"10.1.2.3/8\", expected \"10.0.0.0/8\")")]
    [InlineData("ranges", "fe80::1/10", "has bits behind its prefix (got \"fe80::1/10\", expected \"fe80::/10\")")]
    [InlineData("ranges", "10/8", "is no range of addresses (got \"10/8\", expected one such as \"10.0.0.0/8\", \"fe80::/10\" or \"192.0.2.1\")")]
    [InlineData("ranges", "example.org", "is no range of addresses (got \"example.org\", expected one such as \"10.0.0.0/8\", \"fe80::/10\" or \"192.0.2.1\")")]
    [InlineData("ranges", new object[] { "10.0.0.0/8", "::1", "::2" }, "has too many entries (got 3, expected at most 2)")]
    [InlineData("ranges", new object[] { 10L }, "has the wrong type (got [10], expected a list of ranges of addresses such as [\"10.0.0.0/8\"])")]
    [InlineData("only", "blue", "is no name it knows (got \"blue\", expected an integer or a name such as \"red\")")]
    [InlineData("only", true, "has the wrong type (got true, expected an integer or a name such as \"red\")")]
    [InlineData("any", "a|c", "is no name it knows (got \"c\", expected an integer or names such as \"a|b\")")]
    [InlineData("peer", 10L, "has the wrong type (got 10, expected an IP address such as \"10.0.0.1\")")]
    public void AnOptionSaysWhatItDoesNotAccept(string name, object value, string problem)
    {
        Assert.False(Fixture.Spec("shapes").Options.Single(o => o.Name == name).Accepts(value, out var told));
        Assert.Equal(problem, told);
    }

    [Fact]
    public void ADurationIsWrittenInNanoseconds()
    {
        var bytes = new byte[8];
        Assert.Null(Fixture.Spec("shapes").Options.Single(o => o.Name == "min").Encode("1.5ms", bytes));
        Assert.Equal(1_500_000UL, BitConverter.ToUInt64(bytes));
    }

    [Theory]
    [InlineData("ports", 80L, "5000000000000000")]
    [InlineData("ports", new object[] { 80L, 443L, 65535L }, "5000bb01ffff0000")]
    [InlineData("ports", new object[0], "0000000000000000")]
    [InlineData("steps", new object[] { -2L, 3L }, "feffffff03000000")]
    [InlineData("peer", "10.1.2.3", "00000000000000000000ffff0a010203")]
    [InlineData("peer", "2001:db8::7", "20010db8000000000000000000000007")]
    [InlineData("ranges", "10.0.0.0/8", "00000000000000000000ffff0a000000" + "ffffffffffffffffffffffffff000000" + "04000000" + Nothing)]
    [InlineData("ranges", new object[] { "::/0", "::1" }, "0000000000000000" + "0000000000000000" + "0000000000000000" + "0000000000000000" + "06000000" + "00000000000000000000000000000001" + "ffffffffffffffffffffffffffffffff" + "06000000")]
    [InlineData("only", "Deep_Blue", "28000000")]
    [InlineData("only", 7L, "07000000")]
    [InlineData("any", "b", "04000000")]
    [InlineData("any", "A | b", "05000000")]
    [InlineData("any", 8L, "08000000")]
    public void ListsAddressesAndNamesAreWrittenAsTheProgramReadsThem(string name, object value, string expected)
    {
        var option = Fixture.Spec("shapes").Options.Single(o => o.Name == name);
        var bytes = new byte[option.Width];
        Assert.Null(option.Encode(value, bytes));
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void VariantsProgramsAndRingsAreListedInOrder()
    {
        var spec = Fixture.Spec("variants");
        Assert.Equal(["rejected", "missing", "last"], spec.Variants);
        Assert.Equal([new RingSpec("events", 4096)], spec.Rings);
        Assert.Equal(
            ["last__task_newtask__raw_tp", "last__sys_exit__raw_tp", "all__task_rename__raw_tp"],
            spec.ProgramsOf("last").Select(p => p.Name));
        Assert.Equal("last", Assert.Single(spec.VariantFlags).Variant);
        Assert.Equal("extra", spec.Programs.Single(p => p.Name == "last__sys_exit__raw_tp").When);
        Assert.Equal(("raw_tp", "sys_exit"), (spec.Programs[3].Mechanism, spec.Programs[3].Hook));
    }
}
