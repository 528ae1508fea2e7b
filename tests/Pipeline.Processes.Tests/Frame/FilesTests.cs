using System.Text;
using Pipeline.Files;

namespace Pipeline.Processes.Tests.Frame;

public sealed class FilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(300_000)]
    public void AFileIsReadWhole(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(_folder.Path("file"), bytes);
        using var folder = Folder.Open(_folder.Path("."));
        var reader = new FileReader();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(bytes, reader.Read(folder, "file\0"u8, out var error).ToArray());
            Assert.Equal(0, error);
        }
    }

    [Fact]
    public void WhatIsNotThereIsTold()
    {
        using var folder = Folder.Open(_folder.Path("."));
        Assert.True(new FileReader().Read(folder, "nothing\0"u8, out var error).IsEmpty);
        Assert.Equal(Libc.NoEntry, error);
        Assert.Equal(Libc.NoEntry, new FileLines().Begin(folder, "nothing\0"u8));
        Assert.Equal(Libc.NoEntry, new FolderEntries().Begin(folder, "nothing\0"u8));
        using var nothing = Folder.Open(_folder.Path("nothing"));
        Assert.Equal((false, Libc.NoEntry), (nothing.IsOpen, nothing.Error));
    }

    [Theory]
    [InlineData(7, 100_000)]
    [InlineData(70_000, 3)]
    [InlineData(1000, 200)]
    public void PiecesAreWholeLines(int longest, int lines)
    {
        var random = new Random(longest);
        var text = string.Concat(Enumerable.Range(0, lines).Select(i => new string((char)('a' + i % 26), random.Next(Math.Min(longest, 65_000))) + "\n"));
        File.WriteAllText(_folder.Path("lines"), text + "cut short");
        using var folder = Folder.Open(_folder.Path("."));
        var file = new FileLines();
        Assert.Equal(0, file.Begin(folder, "lines\0"u8));
        var read = new StringBuilder();
        for (var piece = file.Next(); !piece.IsEmpty; piece = file.Next())
        {
            Assert.Equal((byte)'\n', piece[^1]);
            read.Append(Encoding.ASCII.GetString(piece));
        }

        Assert.Equal(text, read.ToString());
        Assert.True(file.Next().IsEmpty);
    }

    [Fact]
    public void EveryNameInAFolderIsMet()
    {
        var names = Enumerable.Range(0, 3000).Select(i => $"a name of some length {i}").ToHashSet();
        foreach (var name in names)
            File.WriteAllText(_folder.Path(name), "");
        using var folder = Folder.Open(_folder.Path("."));
        var entries = new FolderEntries();
        Assert.Equal(0, entries.Begin(folder, ".\0"u8));
        var met = new List<string>();
        for (var name = entries.Next(); !name.IsEmpty; name = entries.Next())
            met.Add(Encoding.UTF8.GetString(name));
        Assert.Equal(names.Append(".").Append("..").Order(), met.Order());
    }

    [Theory]
    [InlineData("18446744073709551615", ulong.MaxValue)]
    [InlineData("18446744073709551616", ulong.MaxValue)]
    [InlineData("99999999999999999999999", ulong.MaxValue)]
    [InlineData("12x", 12UL)]
    [InlineData("-1", 0UL)]
    [InlineData("", 0UL)]
    public void NumbersAreReadAsFarAsTheyGo(string text, ulong value) => Assert.Equal(value, Pipeline.Sources.Processes.Text.Figures.Number(Encoding.ASCII.GetBytes(text)));

    public void Dispose() => _folder.Dispose();
}
