namespace Pipeline.Sockets.Tests.Checking;

/// <summary>What is wrong with what was seen: gathered, so that one failure does not hide the shape of all.</summary>
internal sealed class Mistakes
{
    private const int Shown = 25;

    private readonly List<string> _texts = [];

    internal void Add(string text) => _texts.Add(text);

    internal void Expect<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            Add($"{what}: expected {expected}, got {actual}");
    }

    internal void AssertNone() =>
        Assert.True(_texts.Count == 0, $"{_texts.Count} mistakes:\n{string.Join('\n', _texts.Take(Shown))}");
}
