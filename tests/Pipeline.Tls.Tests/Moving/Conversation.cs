using System.Globalization;

namespace Pipeline.Tls.Tests.Moving;

/// <summary>What a workload says that it moved over one connection, as the client has it.</summary>
/// <param name="Port">The client's port.</param>
/// <param name="Sent">Bytes of plain text.</param>
/// <param name="Received">Bytes of plain text.</param>
internal sealed record Conversation(int Port, long Sent, long Received)
{
    internal static Conversation[] Read(IEnumerable<string> lines) =>
        [.. lines.Select(l => l.Split(' ')).Where(w => w[0] == "conn").Select(w => new Conversation(Number(w[1]), Number(w[2]), Number(w[3])))];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
