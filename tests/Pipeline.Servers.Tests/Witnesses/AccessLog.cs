using System.Globalization;
using System.Text.Json;
using Pipeline.Servers.Tests.Rows;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>What nginx says it was asked.</summary>
internal static class AccessLog
{
    /// <summary>Its lines from <paramref name="from"/> on, once there are <paramref name="count"/> of them: nginx writes a line when the response has gone.</summary>
    internal static async Task<Exchange[]> ReadAsync(string file, int count, int from = 0)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        string[] lines;
        while ((lines = [.. (await WholeLinesAsync(file).ConfigureAwait(false)).Skip(from)]).Length < count && !patience.IsCancellationRequested)
            await Task.Delay(50, TestContext.Current.CancellationToken).ConfigureAwait(false);
        return [.. lines.Select(Read)];
    }

    // The last one may be half written.
    private static async Task<string[]> WholeLinesAsync(string file) => (await File.ReadAllTextAsync(file).ConfigureAwait(false)).Split('\n')[..^1];

    private static Exchange Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var entry = document.RootElement;
        return new Exchange(
            entry.GetProperty("port").GetInt32(),
            entry.GetProperty("method").GetString()!,
            entry.GetProperty("path").GetString()!,
            entry.GetProperty("status").GetInt32(),
            entry.GetProperty("received").GetString() is { Length: > 0 } length ? long.Parse(length, CultureInfo.InvariantCulture) : 0,
            entry.GetProperty("sent").GetInt64());
    }
}
