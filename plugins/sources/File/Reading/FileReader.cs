using System.Runtime.InteropServices;
using Pipeline.Lines.Rows;
using Pipeline.Sources.File.Checkpoints;
using Pipeline.Sources.File.Native;

namespace Pipeline.Sources.File.Reading;

/// <summary>Reads files a piece at a time and hands on what their lines become. One thread at a time.</summary>
internal sealed class FileReader : IDisposable
{
    private static readonly TimeSpan MemoryWait = TimeSpan.FromMilliseconds(10);

    private readonly LineRows _rows;
    private readonly ISourceEmitter _emitter;
    private readonly TimeProvider _time;
    private readonly int _longest;
    private readonly ReadBuffer _buffer = new();

    /// <param name="rows">What lines become.</param>
    /// <param name="emitter">Where to.</param>
    /// <param name="time">The clock.</param>
    /// <param name="longest">Bytes of the longest line that becomes a row.</param>
    public FileReader(LineRows rows, ISourceEmitter emitter, TimeProvider time, int longest) =>
        (_rows, _emitter, _time, _longest) = (rows, emitter, time, longest);

    /// <summary>What the last turn that failed was told.</summary>
    public int Error { get; private set; }

    /// <summary>Reads a piece of a file. Its first line tells which content it is: <paramref name="identify"/> is called then.</summary>
    /// <param name="file">An open one.</param>
    /// <param name="isFinal">Whether it has ended: its last line needs no line feed.</param>
    /// <param name="identify">Sets progress and origin of a file.</param>
    /// <param name="stop">Ends the turn early, and waits for memory.</param>
    public unsafe ValueTask<TurnResult> TurnAsync(TrackedFile file, bool isFinal, Action<TrackedFile, Fingerprint> identify, CancellationToken stop)
    {
        while (true)
        {
            // What stands before the place is read along, to see whether it is still the same content.
            var before = file.Tail.Length;
            var read = Libc.Read(file.Handle!, _buffer.Start, (nuint)_buffer.Capacity, file.Position - before);
            if (read < 0)
            {
                Error = Marshal.GetLastPInvokeError();
                if (Error == Libc.Interrupted)
                    continue;
                return new(TurnResult.Failed);
            }

            var bytes = new ReadOnlySpan<byte>(_buffer.Start, (int)read);
            if (!bytes.StartsWith(file.Tail))
                return new(TurnResult.Replaced);
            bytes = bytes[before..];
            file.Looked = file.Position + bytes.Length;
            if (bytes.IsEmpty)
                return new(TurnResult.AtEnd);
            if (file.Origin is null)
            {
                if (Fingerprint.Of(bytes, isFinal) is not { } fingerprint)
                    return new(TurnResult.AtEnd);
                identify(file, fingerprint);
            }

            if (file.IsSkipping)
                return new(Skip(file, bytes, before));
            var whole = bytes.LastIndexOf((byte)'\n') + 1;
            if (whole > 0)
                return EmitAsync(file, before, whole, isPartial: false, stop);
            if (bytes.Length > _longest)
            {
                file.IsSkipping = true;
                MoveTo(file, file.Position, before, bytes.Length);
                _buffer.Shrink();
                return new(TurnResult.Read);
            }

            if (read == _buffer.Capacity && _buffer.Grow(_longest + 1 + ReadPlace.TailBytes))
                continue;
            if (!isFinal)
                return new(TurnResult.AtEnd);
            _buffer.Start[read] = (byte)'\n';
            return EmitAsync(file, before, bytes.Length + 1, isPartial: true, stop);
        }
    }

    public void Dispose() => _buffer.Dispose();

    private TurnResult Skip(TrackedFile file, ReadOnlySpan<byte> bytes, int before)
    {
        var end = bytes.IndexOf((byte)'\n') + 1;
        file.IsSkipping = end == 0;
        MoveTo(file, file.Position, before, end > 0 ? end : bytes.Length);
        if (end == 0)
            return TurnResult.Read;
        _rows.DropTooLong();
        file.Progress!.Pass(ReadPlace.At(file.Position, file.Tail));
        return TurnResult.Read;
    }

    // Behind a last line without line feed there is one in the buffer that is not in the file.
    private async ValueTask<TurnResult> EmitAsync(TrackedFile file, int before, int length, bool isPartial, CancellationToken stop)
    {
        var (done, start) = (0, file.Position);
        Open(file, before, length);
        while (done < length && !stop.IsCancellationRequested)
        {
            var ended = Add(before + done, length - done, start + done, out var taken);
            done += taken;
            if (ended == LinesTaken.NoMemory && _rows.Rows == 0 && taken == 0)
            {
                await WaitAsync(stop).ConfigureAwait(false);
                continue;
            }

            MoveTo(file, start, before, isPartial && done == length ? done - 1 : done);
            await PassOnAsync(file, stop).ConfigureAwait(false);
        }

        _buffer.Shrink();
        return TurnResult.Read;
    }

    private async ValueTask PassOnAsync(TrackedFile file, CancellationToken stop)
    {
        var end = ReadPlace.At(file.Position, file.Tail);
        if (_rows.Rows == 0)
        {
            file.Progress!.Pass(end);
            await _emitter.FlushAsync().ConfigureAwait(false);
            return;
        }

        var account = file.Progress!.Open(end);
        var outcome = Settlement.Abandoned;
        try
        {
            while (!TryEmit(file, account))
            {
                if (stop.IsCancellationRequested)
                    return;
                await WaitAsync(stop).ConfigureAwait(false);
            }

            await _emitter.FlushAsync().ConfigureAwait(false);
            outcome = Settlement.Delivered;
        }
        finally
        {
            account.Settle(outcome);
        }
    }

    private bool TryEmit(TrackedFile file, Account account)
    {
        try
        {
            _rows.Emit(file.Origin!, account);
            return true;
        }
        catch (ArenaExhaustedException)
        {
            return false;
        }
    }

    // For memory: until somebody downstream has let go of some.
    private async ValueTask WaitAsync(CancellationToken stop) =>
        await Task.Delay(MemoryWait, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private unsafe void Open(TrackedFile file, int before, int length) =>
        _rows.Open(file.PathBytes, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick, new ReadOnlySpan<byte>(_buffer.Start + before, length));

    private unsafe LinesTaken Add(int from, int length, long position, out int taken) => _rows.Add(_buffer.Start + from, length, (ulong)position, out taken);

    private unsafe void MoveTo(TrackedFile file, long start, int before, int taken) =>
        file.MoveTo(start + taken, new ReadOnlySpan<byte>(_buffer.Start, before + taken));
}
