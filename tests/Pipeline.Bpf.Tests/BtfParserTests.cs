using System.Diagnostics;
using System.Text.Json;
using Pipeline.Bpf.Btf;
using Pipeline.Bpf.Elf;

namespace Pipeline.Bpf.Tests;

public sealed class BtfParserTests
{
    [Fact]
    public void ReadsTheTypesThatBpftoolReads()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/bpftool"), "bpftool missing");
        foreach (var file in Fixture.All)
        {
            var ours = Parse(File.ReadAllBytes(file));
            using var theirs = JsonDocument.Parse(Bpftool("-j", "btf", "dump", "file", file));
            var types = theirs.RootElement.GetProperty("types").EnumerateArray().ToList();
            Assert.Equal(types.Count, ours.All.Length - 1);
            foreach (var type in types)
                Compare(type, ours[type.GetProperty("id").GetUInt32()]);
        }
    }

    [Fact]
    public void EveryTruncationIsAFormatErrorAndNothingElse()
    {
        var section = Section(File.ReadAllBytes(Fixture.Object("shapes")));
        for (var length = 0; length < section.Length; length++)
            Assert.Throws<FormatException>(() => BtfParser.Parse(section.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("shapes", 20260131)]
    [InlineData("figures", 20260201)]
    public void DamagedBytesGiveAFormatErrorOrTypesAndNothingElse(string name, int seed)
    {
        var random = new Random(seed);
        var original = File.ReadAllBytes(Fixture.Object(name));
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])original.Clone();
            for (var n = random.Next(1, 8); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                new Objects.ObjectReader("damaged", bytes).Read();
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        // Bytes of code and debug lines may be anything, those of headers and types may not.
        Assert.InRange(refused, 1_000, 19_999);
    }

    internal static byte[] Section(byte[] file)
    {
        var elf = ElfFile.Parse(file);
        return elf.Bytes(elf.Section(".BTF")!).ToArray();
    }

    private static BtfTypes Parse(byte[] file) => BtfParser.Parse(Section(file));

    private static void Compare(JsonElement theirs, BtfType ours)
    {
        var name = theirs.GetProperty("name").GetString();
        Assert.Equal(name == "(anon)" ? "" : name, ours.Name);
        Assert.Equal(theirs.GetProperty("kind").GetString(), KindName(ours.Kind));
        if (theirs.TryGetProperty("size", out var size) && ours.Kind != BtfKind.DataSection)
            Assert.Equal(size.GetInt32(), ours.Size);
        foreach (var key in (string[])["type_id", "ret_type_id"])
            if (theirs.TryGetProperty(key, out var target))
                Assert.Equal(target.GetUInt32(), ours.Target);
        if (theirs.TryGetProperty("nr_elems", out var length))
            Assert.Equal(length.GetInt32(), ours.Length);
        if (theirs.TryGetProperty("component_idx", out var component))
            Assert.Equal(component.GetInt64(), (uint)ours.Component is uint.MaxValue && component.GetInt64() > 0 ? uint.MaxValue : ours.Component);
        if (theirs.TryGetProperty("members", out var members))
            Assert.Equal(
                members.EnumerateArray().Select(m => (Name(m), m.GetProperty("type_id").GetUInt32(), m.GetProperty("bits_offset").GetInt32(), BitSize(m))),
                ours.Members.Select(m => (m.Name, m.Type, m.BitOffset, m.BitSize)));
        if (theirs.TryGetProperty("values", out var values))
            Assert.Equal(values.EnumerateArray().Select(v => (Name(v), v.GetProperty("val").GetInt64())), ours.Enumerators.Select(e => (e.Name, e.Value)));
        if (theirs.TryGetProperty("vars", out var variables))
            Assert.Equal(variables.EnumerateArray().Select(v => v.GetProperty("type_id").GetUInt32()), ours.Variables);
    }

    private static string Name(JsonElement element) => element.GetProperty("name").GetString() is var name && name == "(anon)" ? "" : name!;

    private static int BitSize(JsonElement member) => member.TryGetProperty("bitfield_size", out var bits) ? bits.GetInt32() : 0;

    private static string KindName(BtfKind kind) => kind switch
    {
        BtfKind.Pointer => "PTR",
        BtfKind.Forward => "FWD",
        BtfKind.Function => "FUNC",
        BtfKind.FunctionPrototype => "FUNC_PROTO",
        BtfKind.Variable => "VAR",
        BtfKind.DataSection => "DATASEC",
        BtfKind.DeclTag => "DECL_TAG",
        BtfKind.TypeTag => "TYPE_TAG",
        _ => kind.ToString().ToUpperInvariant(),
    };

    private static string Bpftool(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/sbin/bpftool", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
