using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Transforms.Protocols.Http;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// The HTTP/1 parser on one thread against Debian's libhttp-parser, over the same bytes: the baseline keeps where parts lie, ours pairs, copies and makes rows.
/// Both have to tell the same of every method, path, status, header field and body size.
/// </summary>
internal sealed partial class HttpMeasurement : IMeasurement
{
    private const int Rounds = 9;
    private const int RepeatsARound = 100;

    // The compiler looks at what runs often in the background, which a busy machine leaves little time for.
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(4);

    public string Name => "http";

    public async Task MeasureAsync(FigureTable figures)
    {
        var theirs = (Speed: figures.Of("HTTP/1, C: libhttp-parser, requests and responses", "MB/s"), Rate: figures.Of("HTTP/1, C: libhttp-parser", "M requests/s"));
        var ours = (Speed: figures.Of("HTTP/1, Pipeline: to rows of http_events", "MB/s"), Rate: figures.Of("HTTP/1, Pipeline: to rows of http_events", "M requests/s"));
        var ratio = figures.Of("HTTP/1, Pipeline / C", "x", ">= 2");
        var pieces = HttpTraffic.Make();
        var bytes = pieces.Sum(p => p.Length);
        var file = Path.Combine(Place.Scratch, "http-traffic.bin");
        HttpTraffic.Write(file, pieces);
        try
        {
            await CompareAsync(file, pieces).ConfigureAwait(false);
            using var connection = new ParsedConnection(new HttpProtocol(maxBody: 512, redact: [], new Upgrades()));
            var emitter = new ReleasingEmitter();
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < Warming;)
                Read(connection, pieces, emitter);
            for (var round = 0; round < Rounds; round++)
            {
                var baseline = await BaselineAsync(file).ConfigureAwait(false);
                var seconds = double.MaxValue;
                for (var i = 0; i < RepeatsARound; i++)
                    seconds = Math.Min(seconds, Read(connection, pieces, emitter));
                theirs.Speed.Add(baseline.Speed);
                theirs.Rate.Add(baseline.Rate / 1e6);
                ours.Speed.Add(bytes / seconds / 1e6);
                ours.Rate.Add(pieces.Length / 2 / seconds / 1e6);
                ratio.Add(pieces.Length / 2 / seconds / baseline.Rate);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static double Read(ParsedConnection connection, byte[][] pieces, ReleasingEmitter emitter)
    {
        var start = Stopwatch.GetTimestamp();
        connection.Read(pieces, emitter);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        emitter.Tally.Clear();
        return seconds;
    }

    private static async Task CompareAsync(string file, byte[][] pieces)
    {
        using var connection = new ParsedConnection(new HttpProtocol(maxBody: 512, redact: [], new Upgrades()));
        var digest = new HttpDigest();
        connection.Read(pieces, digest);
        var (ours, theirs) = (
            string.Create(CultureInfo.InvariantCulture, $"{2 * digest.Rows} messages, digest {digest.Value:x16}"),
            (await Command.OutputOfAsync(Place.HttpBaseline, file, "digest").ConfigureAwait(false)).Trim());
        if (ours != theirs)
            throw new InvalidOperationException($"the parsers do not agree: {ours}, C: {theirs}");
    }

    // The best of a round, as of ours: the machine has other things to do.
    private static async Task<(double Speed, double Rate)> BaselineAsync(string file)
    {
        var output = await Command.OutputOfAsync(Place.HttpBaseline, file, RepeatsARound.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return Figures().Matches(output).Select(m => (Number(m.Groups[1]), Number(m.Groups[2]))).Max();
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) MB/s (\d+) requests/s")]
    private static partial Regex Figures();
}
