using Pipeline.Sources.Replay.Connections;
using Pipeline.Sources.Replay.Files;
using Pipeline.Sources.Replay.Packets;
using Pipeline.Sources.Replay.Packets.Layers;
using Pipeline.Sources.Replay.Packets.Tunnels;

namespace Pipeline.Sources.Replay;

/// <summary>Replays a file of packets as rows of connections. One run.</summary>
internal sealed class PacketReplay : IDisposable
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    private readonly ReplayCounts _counts = new();
    private readonly Pace _pace;
    private readonly ConnectionRows _rows;
    private readonly ConnectionTracker _connections;
    private readonly FragmentTable _fragments;
    private readonly IpReader _ip;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private long _told;
    private long _time;

    /// <param name="pace">How fast.</param>
    /// <param name="emitter">Of the source.</param>
    /// <param name="clock">For what the figures say of when they count.</param>
    public PacketReplay(Pace pace, ISourceEmitter emitter, TimeProvider clock)
    {
        _pace = pace;
        _clock = clock;
        (_start, _told) = (Now, clock.GetTimestamp());
        _rows = new ConnectionRows(emitter, _counts);
        _connections = new ConnectionTracker(_rows, new StreamAssembler(_rows, _counts), _counts);
        _fragments = new FragmentTable(_rows.Lose);
        _ip = new IpReader(_fragments);
    }

    private long Now => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Reads to the end of the file or until stopped, and leaves nothing behind in either case.</summary>
    /// <exception cref="MalformedException">The file is damaged; what was readable has become rows.</exception>
    public async Task RunAsync(InputFile input, CancellationToken stop)
    {
        try
        {
            await input.NeedAsync(FileFormats.HeadBytes, stop).ConfigureAwait(false);
            PacketReader reader = FileFormats.Of(input.View) switch
            {
                FileFormat.Pcap => new PcapReader(input),
                FileFormat.Pcapng => new PcapngReader(input, _rows.Lose),
                FileFormat.Capture => throw new MalformedException(0, "rows that were captured can only be replayed from a file: their tables have to be known before"),
                _ => throw new MalformedException(0, FileFormats.Refusal(input.View)),
            };
            while (!stop.IsCancellationRequested && await reader.NextAsync(stop).ConfigureAwait(false))
                await TakeAsync(reader, stop).ConfigureAwait(false);
        }
        catch (MalformedException)
        {
            _rows.Lose("malformed");
            throw;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What came before the stop is passed on like any end.
        }
        finally
        {
            await FinishAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Passes on what is at hand, before a wait.</summary>
    public async ValueTask FlushAsync()
    {
        _rows.EmitAll();
        if (_rows.HasEmitted)
            await _rows.FlushAsync().ConfigureAwait(false);
    }

    public void Dispose() => _rows.Dispose();

    private async ValueTask TakeAsync(PacketReader reader, CancellationToken stop)
    {
        _time = Math.Max(_time, reader.Time);
        if (_pace.Wait(reader.Time) is { Ticks: > 0 } wait)
        {
            await FlushAsync().ConfigureAwait(false);
            await _pace.DelayAsync(wait, stop).ConfigureAwait(false);
        }

        _counts.Packets++;
        Take(reader);
        if (!_rows.HasEmitted)
            return;
        if (_clock.GetElapsedTime(_told) >= TellEvery)
            Tell();
        await _rows.FlushAsync().ConfigureAwait(false);
    }

    private void Take(PacketReader reader)
    {
        var layer = LinkLayer.Find(reader.Link, reader.Packet);
        for (var depth = 0; layer.Kind == LayerKind.Ip && !layer.Bytes.IsEmpty && depth <= Tunnel.MostDeep; depth++)
        {
            var result = _ip.Read(layer.Bytes, reader.IsCut, reader.Time, out var packet);
            if (result != PacketResult.Complete)
            {
                Count(result);
                return;
            }

            var carried = Tunnel.Find(packet);
            if (carried.Kind == LayerKind.Other && TransportReader.Knows(packet))
            {
                Count(TransportReader.Read(packet, reader.IsCut, reader.Time, out var segment) is { } read && read == PacketResult.Complete ? Track(segment) : read);
                return;
            }

            layer = carried;
        }

        if (layer.Kind == LayerKind.Short)
            Count(reader.IsCut ? PacketResult.Cut : PacketResult.Malformed);
        else
            _counts.Other++;
    }

    private PacketResult Track(in Segment segment)
    {
        _connections.Take(segment);
        return PacketResult.Complete;
    }

    private void Count(PacketResult result)
    {
        if (result is PacketResult.Malformed or PacketResult.Cut)
            _rows.Lose(result == PacketResult.Cut ? "cut" : "malformed");
    }

    private async Task FinishAsync()
    {
        _fragments.Finish();
        while (_connections.FinishOne(_time))
            if (_rows.HasEmitted)
                await _rows.FlushAsync().ConfigureAwait(false);
        Tell();
        await _rows.FlushAsync().ConfigureAwait(false);
    }

    private void Tell()
    {
        _rows.Tell(_start, Now);
        _told = _clock.GetTimestamp();
    }
}
