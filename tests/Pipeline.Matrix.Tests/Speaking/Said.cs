using System.Globalization;

namespace Pipeline.Matrix.Tests.Speaking;

/// <summary>What one end of a connection says that it sent and received under TLS: a line of speaking.c.</summary>
/// <param name="Program">Who says it.</param>
/// <param name="Local">Its address and port.</param>
/// <param name="Remote">Those of the other end.</param>
/// <param name="Sent">Plain bytes.</param>
/// <param name="SentSum">Their SHA-256, in hex.</param>
/// <param name="Received">Plain bytes.</param>
/// <param name="ReceivedSum">Their SHA-256, in hex.</param>
internal sealed record Said(string Program, string Local, string Remote, long Sent, string SentSum, long Received, string ReceivedSum)
{
    private const string Begin = "said ";

    /// <summary>All that is in a log.</summary>
    internal static IReadOnlyList<Said> Read(string log) =>
        [.. log.Split('\n').Where(l => l.StartsWith(Begin, StringComparison.Ordinal)).Select(l => Parse(l.Split(' ')))];

    private static Said Parse(string[] words) =>
        new(words[1], $"{words[2]} {words[3]}", $"{words[4]} {words[5]}", Number(words[6]), words[7], Number(words[8]), words[9]);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
