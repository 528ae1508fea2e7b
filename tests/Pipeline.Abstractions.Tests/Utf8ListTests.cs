namespace Pipeline.Abstractions.Tests;

public sealed class Utf8ListTests
{
    [Fact]
    public void A_list_reads_as_it_was_written() => Cases.Run(500, random =>
    {
        var texts = Enumerable.Range(0, random.Next(20)).Select(_ => random.Bytes(random.Next(40))).ToList();
        var cell = new byte[texts.Sum(t => Utf8List.SizeOf(t.Length))];
        Span<byte> rest = cell;
        foreach (var text in texts)
            rest = Utf8List.Write(rest, text);
        Assert.True(rest.IsEmpty);
        Assert.Equal(texts, Read(cell));
        // Cut anywhere, it is the list of the texts that are whole.
        var cut = Read(cell.AsSpan(0, random.Next(cell.Length + 1)));
        Assert.Equal(texts.Take(cut.Count), cut);
    });

    [Fact]
    public void Reading_garbage_neither_throws_nor_reads_outside() => Cases.Run(20_000, random =>
    {
        var garbage = random.Bytes(random.Next(60));
        for (var i = 0; i < garbage.Length; i++)
            garbage[i] = random.Next(3) == 0 ? garbage[i] : (byte)random.Next(5);
        Assert.True(Read(garbage).Sum(t => Utf8List.SizeOf(t.Length)) <= garbage.Length);
    });

    private static List<byte[]> Read(ReadOnlySpan<byte> cell)
    {
        var texts = new List<byte[]>();
        foreach (var text in new Utf8List(cell))
            texts.Add(text.ToArray());
        return texts;
    }
}
