using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Transforms.Protocols.Redis;

namespace Pipeline.Benchmarks.Runs;

/// <summary>
/// The Redis parser on one thread against Debian's libhiredis, over the same bytes: the baseline makes objects of commands and replies, ours pairs them and makes
/// rows. Both have to tell the same of every command, argument and reply.
/// </summary>
internal sealed partial class RespMeasurement : IMeasurement
{
    private const int Rounds = 9;
    private const int RepeatsARound = 20;

    public string Name => "resp";

    public async Task MeasureAsync(FigureTable figures)
    {
        foreach (var pipelined in (int[])[1, 16])
            await MeasureAsync(figures, pipelined).ConfigureAwait(false);
    }

    private static async Task MeasureAsync(FigureTable figures, int pipelined)
    {
        var (c, own) = ($"Redis, C: libhiredis, {pipelined} at a time", $"Redis, Pipeline: to rows of redis_events, {pipelined} at a time");
        var pieces = RespTraffic.Make(pipelined);
        var bytes = pieces.Sum(p => p.Length);
        var file = Path.Combine(Place.Scratch, "resp-traffic.bin");
        HttpTraffic.Write(file, pieces);
        try
        {
            var commands = await CompareAsync(file, pieces).ConfigureAwait(false);
            using var connection = Connect();
            var emitter = new ReleasingEmitter();
            // Until the compiler has seen enough of it.
            for (var i = 0; i < 100; i++)
                Read(connection, pieces, emitter);
            for (var round = 0; round < Rounds; round++)
            {
                var baseline = await BaselineAsync(file).ConfigureAwait(false);
                var seconds = double.MaxValue;
                for (var i = 0; i < RepeatsARound; i++)
                    seconds = Math.Min(seconds, Read(connection, pieces, emitter));
                figures.Of(c, "GB/s").Add(baseline.Speed / 1e3);
                figures.Of(c, "M commands/s").Add(baseline.Rate / 1e6);
                figures.Of(own, "GB/s").Add(bytes / seconds / 1e9);
                figures.Of(own, "M commands/s").Add(commands / seconds / 1e6);
                figures.Of($"Redis, Pipeline / C, {pipelined} at a time", "x").Add(commands / seconds / baseline.Rate);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ParsedConnection Connect() => new(new RedisProtocol(maxBody: 512, redact: []));

    private static double Read(ParsedConnection connection, byte[][] pieces, ReleasingEmitter emitter)
    {
        var start = Stopwatch.GetTimestamp();
        connection.Read(pieces, emitter);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        emitter.Tally.Clear();
        return seconds;
    }

    private static async Task<int> CompareAsync(string file, byte[][] pieces)
    {
        using var connection = Connect();
        var digest = new RespDigest();
        connection.Read(pieces, digest);
        var (ours, theirs) = (
            string.Create(CultureInfo.InvariantCulture, $"{digest.Rows} commands, digest {digest.Value:x16}"),
            (await Command.OutputOfAsync(Place.RespBaseline, file, "digest").ConfigureAwait(false)).Trim());
        return ours == theirs ? digest.Rows : throw new InvalidOperationException($"the parsers do not agree: {ours}, C: {theirs}");
    }

    // The best of a round, as of ours: the machine has other things to do.
    private static async Task<(double Speed, double Rate)> BaselineAsync(string file)
    {
        var output = await Command.OutputOfAsync(Place.RespBaseline, file, RepeatsARound.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return Figures().Matches(output).Select(m => (Number(m.Groups[1]), Number(m.Groups[2]))).Max();
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d.]+) MB/s (\d+) commands/s")]
    private static partial Regex Figures();
}
