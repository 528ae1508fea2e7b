using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>nghttp2's h2load over HTTP/1.1 on connections that are kept.</summary>
internal static partial class HttpLoad
{
    private const int Connections = 16;

    /// <summary>So many requests at a rate.</summary>
    internal static Task<LoadResult> AtRateAsync(int port, int requests, int rate, string scheme = "http") =>
        RunAsync(scheme, port, "-n", Text(requests), $"--rps={Text(rate / Connections)}");

    /// <summary>So many requests as fast as they are answered.</summary>
    internal static Task<LoadResult> FlatOutAsync(int port, int requests, string scheme = "http") => RunAsync(scheme, port, "-n", Text(requests));

    private static async Task<LoadResult> RunAsync(string scheme, int port, params string[] options)
    {
        var log = Path.Combine(Place.Scratch, $"benchmark-{Guid.NewGuid():N}.log");
        try
        {
            var said = await Command.OutputOfAsync(["h2load", "--h1", "-t", "1", "-c", Text(Connections), "--log-file", log, .. options, $"{scheme}://127.0.0.1:{Text(port)}/"]).ConfigureAwait(false);
            var seconds = double.Parse(Finished().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
            // start of the request in us since the epoch, status, us until the end of the response
            string[][] lines = [.. (await File.ReadAllLinesAsync(log).ConfigureAwait(false)).Select(l => l.Split('\t'))];
            if (lines.FirstOrDefault(l => l[1] != "200") is { } failed)
                throw new InvalidOperationException($"a request was answered with {failed[1]}");
            return new LoadResult(lines.Length, seconds, [.. lines.Select(l => double.Parse(l[2], CultureInfo.InvariantCulture)).Order()]);
        }
        finally
        {
            File.Delete(log);
        }
    }

    [GeneratedRegex(@"finished in ([\d.]+)s")]
    private static partial Regex Finished();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
