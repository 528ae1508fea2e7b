namespace Pipeline.Sources.Replay.Files;

/// <summary>Reads a file or a pipe from front to end through one buffer, and knows where it is. One thread at a time.</summary>
internal sealed class InputFile : IDisposable
{
    private const int ReadBytes = 256 << 10;

    private readonly Stream _stream;
    private readonly Func<ValueTask> _beforeWait;
    private readonly bool _waits;
    private byte[] _buffer = new byte[2 * ReadBytes];
    private int _start;
    private int _end;

    /// <param name="stream">Read from where it stands; owned.</param>
    /// <param name="beforeWait">Called before a read that has to wait for a pipe: whoever looks at the rows should have those there are.</param>
    public InputFile(Stream stream, Func<ValueTask> beforeWait)
    {
        _stream = stream;
        _beforeWait = beforeWait;
        _waits = !stream.CanSeek;
    }

    /// <summary>Bytes before those in view.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that were read and not yet stepped over. Valid until more are needed.</summary>
    public ReadOnlySpan<byte> View => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Opens a file; of a pipe this waits for someone who writes.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static async Task<InputFile> OpenAsync(string path, Func<ValueTask> beforeWait, CancellationToken stop)
    {
        // Nothing can interrupt the opening of a pipe: on a stop it is left behind.
        var opening = Task.Run(() => Open(path), CancellationToken.None);
        return new InputFile(await opening.WaitAsync(stop).ConfigureAwait(false), beforeWait);
    }

    /// <summary>The first bytes of a regular file, fewer when it is shorter.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static byte[] Head(string path, int bytes)
    {
        using var stream = Open(path);
        var head = new byte[bytes];
        return head[..stream.ReadAtLeast(head, bytes, throwOnEndOfStream: false)];
    }

    /// <summary>Brings so many bytes into view; false when the file ends before, and what there is of them is in view.</summary>
    /// <param name="bytes">How many. The buffer grows to hold them, so the caller bounds what a file may claim.</param>
    /// <param name="stop">Gives up the wait.</param>
    public ValueTask<bool> NeedAsync(int bytes, CancellationToken stop) =>
        _end - _start >= bytes ? new ValueTask<bool>(true) : FillAsync(bytes, stop);

    /// <summary>Steps over bytes in view.</summary>
    public void Skip(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(_end - _start), nameof(bytes));
        _start += bytes;
        Offset += bytes;
    }

    /// <summary>Steps over bytes, in view or not; false when the file ends before.</summary>
    public async ValueTask<bool> PassAsync(long bytes, CancellationToken stop)
    {
        while (bytes > 0)
        {
            if (_end == _start && !await FillAsync(1, stop).ConfigureAwait(false))
                return false;
            var step = (int)Math.Min(bytes, _end - _start);
            Skip(step);
            bytes -= step;
        }

        return true;
    }

    public void Dispose() => _stream.Dispose();

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    private async ValueTask<bool> FillAsync(int bytes, CancellationToken stop)
    {
        MakeRoom(bytes);
        while (_end - _start < bytes)
        {
            stop.ThrowIfCancellationRequested();
            var read = _waits ? await WaitAsync(stop).ConfigureAwait(false) : _stream.Read(_buffer.AsSpan(_end));
            if (read == 0)
                return false;
            _end += read;
        }

        return true;
    }

    // A read of a pipe blocks in the system and cannot be interrupted: on a stop it is left behind, with its buffer.
    private async Task<int> WaitAsync(CancellationToken stop)
    {
        var reading = _stream.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None).AsTask();
        if (!reading.IsCompleted)
            await _beforeWait().ConfigureAwait(false);
        return await reading.WaitAsync(stop).ConfigureAwait(false);
    }

    private void MakeRoom(int bytes)
    {
        if (_buffer.Length - _start >= Math.Max(bytes, ReadBytes))
            return;
        var target = _buffer.Length >= Math.Max(bytes, ReadBytes) ? _buffer : new byte[bytes];
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _end, _start) = (target, _end - _start, 0);
    }
}
