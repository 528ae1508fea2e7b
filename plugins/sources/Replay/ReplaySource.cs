using Microsoft.Extensions.Logging;
using Pipeline.Sources.Replay.Captured;
using Pipeline.Sources.Replay.Connections;
using Pipeline.Sources.Replay.Files;
using Pipeline.Sources.Replay.Packets;

namespace Pipeline.Sources.Replay;

/// <summary>Reads a recorded file once and ends.</summary>
internal sealed class ReplaySource : ISource
{
    private readonly ReplayOptions _options;
    private readonly IComponentContext _context;
    private readonly double _speed;
    private readonly bool _isCapture;

    /// <exception cref="OptionException">The file cannot be read, or is none that is known.</exception>
    public ReplaySource(ReplayOptions options, IComponentContext context)
    {
        _options = options;
        _context = context;
        _speed = Pace.Parse(options.Speed);
        Tables = FindTables(options.File, out _isCapture);
    }

    public IReadOnlyList<TableSchema> Tables { get; }

    public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        // Nothing here is mended by a restart, which would tell the same rows again.
        try
        {
            await (_isCapture ? ReplayRowsAsync(emitter, stop) : ReplayPacketsAsync(emitter, stop)).ConfigureAwait(false);
        }
        catch (MalformedException problem)
        {
            _context.Log.LogError("{File}: {Problem}; what came before it was replayed, the rest cannot be", _options.File, problem.Message);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnavailableException($"{_options.File}: {problem.Message}", problem);
        }
    }

    private static IReadOnlyList<TableSchema> FindTables(string file, out bool isCapture)
    {
        isCapture = false;
        try
        {
            // A pipe can be read but once: what comes out of it is known when it runs.
            if (FileKind.IsRegular(file))
            {
                var head = InputFile.Head(file, FileFormats.HeadBytes);
                Check(head);
                isCapture = FileFormats.Of(head) == FileFormat.Capture;
                if (isCapture)
                    return CapturedTables.Read(file);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new OptionException("file", $"cannot be read: {problem.Message} (got \"{file}\", {FileFormats.Expected})");
        }

        return [ConnectionTables.Data, ConnectionTables.Events, StatsTable.Schema];
    }

    private static void Check(ReadOnlySpan<byte> head)
    {
        var format = FileFormats.Of(head);
        if (format == FileFormat.Unknown)
            throw new OptionException("file", FileFormats.Refusal(head));
        if (format == FileFormat.Pcap && head.Length == PcapReader.HeaderBytes && PcapReader.LinkOf(head) is var link && !LinkLayer.IsKnown(link))
            throw new OptionException("file", $"packets of link type {link} cannot be read ({LinkLayer.Known})");
    }

    private async Task ReplayRowsAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        var replay = new RowReplay(Tables, new Pace(_speed, _context.Environment.Time), emitter);
        using var input = await InputFile.OpenAsync(_options.File, static () => ValueTask.CompletedTask, stop).ConfigureAwait(false);
        await replay.RunAsync(input, stop).ConfigureAwait(false);
    }

    private async Task ReplayPacketsAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        using var replay = new PacketReplay(new Pace(_speed, _context.Environment.Time), emitter, _context.Environment.Time);
        using var input = await InputFile.OpenAsync(_options.File, replay.FlushAsync, stop).ConfigureAwait(false);
        await replay.RunAsync(input, stop).ConfigureAwait(false);
    }
}
