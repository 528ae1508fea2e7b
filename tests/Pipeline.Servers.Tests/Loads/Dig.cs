using System.Globalization;

namespace Pipeline.Servers.Tests.Loads;

/// <summary>dig, one query after the other.</summary>
internal static class Dig
{
    private static readonly string[] Asked =
    [
        "www.example.test A", "www.example.test AAAA", "alias.example.test A", "example.test MX", "example.test SOA", "example.test NS", "text.example.test TXT",
        "_http._tcp.example.test SRV", "nothing.example.test A", "elsewhere.invalid A", "WwW.ExAmPlE.tEsT A",
        "+bufsize=4096 +nocookie large.example.test TXT", "+bufsize=512 large.example.test TXT", "+noedns www.example.test A", "h1.example.test ANY",
    ];

    // Of which dig takes no notice in a file.
    private static readonly string[] AskedOverTcp = ["www.example.test", "A", "example.test", "MX"];

    /// <summary>Kinds of query there are.</summary>
    internal static int Kinds => Asked.Length + (AskedOverTcp.Length / 2);

    /// <summary>Each kind of query once, and then <paramref name="more"/> for addresses.</summary>
    internal static async Task RunAsync(TemporaryFolder folder, int port, int more)
    {
        string[] server = ["@127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)];
        var file = folder.Write("queries", string.Concat(
            Asked.Concat(Enumerable.Range(0, more).Select(i => $"h{i % 100}.example.test A")).Select(q => $"{string.Join(' ', server)} {q}\n")));
        await RunningProcess.RunAsync("dig", "+timeout=240", "+tries=1", "-f", file).ConfigureAwait(false);
        await RunningProcess.RunAsync(["dig", "+timeout=240", "+tries=1", "+tcp", .. server, .. AskedOverTcp]).ConfigureAwait(false);
    }
}
