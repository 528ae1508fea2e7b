namespace Pipeline.Bpf.Tests;

public sealed class BadObjectTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"pipeline-bad-{Guid.NewGuid():N}.bpf.o");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void AMissingFileIsNamedWithTheWayToBuildIt() =>
        Assert.Equal(
            $"cannot read {_file}: there is no such file; build it with 'make -C bpf' or name an object that is there",
            Assert.Throws<BpfException>(() => BpfObjectSpec.Read(_file)).Message);

    [Fact]
    public void ADirectoryIsNoObject() =>
        Assert.StartsWith("cannot read /tmp: ", Assert.Throws<BpfException>(() => BpfObjectSpec.Read("/tmp")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("garbage", "it is not an ELF file")]
    public void ForeignBytesAreTold(string content, string problem)
    {
        File.WriteAllText(_file, content);
        Assert.Contains($"cannot read {_file}: {problem}", Assert.Throws<BpfException>(() => BpfObjectSpec.Read(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AProgramOfThisMachineIsNoBpfObject() =>
        Assert.Contains("not for BPF (247)", Assert.Throws<BpfException>(() => BpfObjectSpec.Read("/bin/true")).Message, StringComparison.Ordinal);

    [Fact]
    public void AnObjectWithoutBtfIsTold()
    {
        var bytes = File.ReadAllBytes(Fixture.Object("rows"));
        var name = bytes.AsSpan().IndexOf(".BTF\0"u8);
        bytes[name + 1] = (byte)'X';
        File.WriteAllBytes(_file, bytes);
        Assert.Contains("it has no BTF (compile with clang -g)", Assert.Throws<BpfException>(() => BpfObjectSpec.Read(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTruncatedFileIsRefusedBeforeLibbpfSeesIt()
    {
        // The section table stands at the end of the file, so that no truncation leaves a whole object.
        var whole = File.ReadAllBytes(Fixture.Object("rows"));
        for (var length = 0; length < whole.Length; length += 7)
            Assert.Throws<FormatException>(() => new Objects.ObjectReader(_file, whole[..length]).Read());
    }
}
