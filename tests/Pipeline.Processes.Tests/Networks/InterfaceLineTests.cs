using System.Text;
using Pipeline.Sources.Processes.Networks;

namespace Pipeline.Processes.Tests.Networks;

public sealed class InterfaceLineTests
{
    private const string Headings =
        "Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n";

    [Fact]
    public void EachInterfaceHasItsFiguresReceivedAndSent()
    {
        var told = Read(Headings + "    lo: 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18\neth0.100@:18446744073709551615 0 0 0 0 0 0 0 0 0 0 9 0 0 0 0\n");
        Assert.Equal(["lo 1 2 3 4 11 12 13 14", "eth0.100@ 18446744073709551615 0 0 0 0 0 0 9"], told);
    }

    [Fact]
    public void ANameMayBeAnyBytes() => Assert.Equal(["\xff\x01| 1 0 0 0 0 0 0 0"], Read(Headings + "\xff\x01|: 1\n"));

    [Fact]
    public void ALineThatIsCutShortIsNone()
    {
        var text = Headings + "lo: 1 2 3 4 5 6 7 8 11 12 13 14 15 16 17 18\n";
        for (var length = 0; length < text.Length; length++)
            Assert.Empty(Read(text[..length]));
    }

    private static List<string> Read(string file)
    {
        ReadOnlySpan<byte> text = Encoding.Latin1.GetBytes(file);
        var told = new List<string>();
        while (InterfaceLine.TryTake(ref text, out var line))
        {
            var figures = line.Figures;
            told.Add($"{Encoding.Latin1.GetString(line.Name)} {string.Join(' ', Enumerable.Range(0, InterfaceFigures.Count).Select(i => figures[i]))}");
        }

        return told;
    }
}
