using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Sinks.Stdout.Output;

/// <summary>
/// Standard output as a raw descriptor. A reader that stalls must not hold the host beyond its stop deadline, so no call here blocks for longer than a moment:
/// a pipe or terminal is opened once more without blocking, which leaves alone the descriptor that other processes share.
/// </summary>
internal sealed unsafe class StandardOutput : IRowOutput
{
    private const int WholeWrite = 1 << 20;

    // After POLLOUT a pipe takes this much without blocking (PIPE_BUF).
    private const int PipeWrite = 4096;
    private const int PollMilliseconds = 100;

    private readonly int _fd;
    private readonly bool _isOwn;
    private readonly bool _mayBlock;

    /// <param name="fd">The descriptor; a test's own in place of 1.</param>
    public StandardOutput(int fd = 1)
    {
        _fd = fd;
        IsTerminal = Libc.IsTerminal(fd) == 1;
        // A file has an offset that a second opening would not share, and never makes anyone wait.
        if (Libc.Seek(fd, 0, Libc.SEEK_CUR) >= 0)
            return;
        var own = Libc.Open(
            string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{fd}"),
            Libc.O_WRONLY | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC,
            0);
        // Refused for sockets, and where the pipe belongs to another user.
        _isOwn = own >= 0;
        _mayBlock = !_isOwn;
        _fd = _isOwn ? own : fd;
    }

    public bool IsTerminal { get; }

    public TerminalSize? Size
    {
        get
        {
            if (!IsTerminal)
                return null;
            Libc.WindowSize size;
            if (Libc.ReadWindowSize(_fd, Libc.TIOCGWINSZ, &size) != 0)
                size = default;
            return int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), CultureInfo.InvariantCulture, out var columns) && columns > 0
                ? new TerminalSize(columns, size.Rows)
                : new TerminalSize(size.Columns > 0 ? size.Columns : 80, size.Rows);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, CancellationToken cancel)
    {
        while (!bytes.IsEmpty)
        {
            if (_mayBlock)
                WaitForRoom(cancel);
            nint written;
            fixed (byte* start = bytes)
                written = Libc.Write(_fd, start, (nuint)Math.Min(bytes.Length, _mayBlock ? PipeWrite : WholeWrite));
            if (written >= 0)
                bytes = bytes[(int)written..];
            else
                Recover(Marshal.GetLastPInvokeError(), cancel);
        }
    }

    public void Dispose()
    {
        if (_isOwn)
            _ = Libc.Close(_fd);
    }

    private void Recover(int error, CancellationToken cancel)
    {
        switch (error)
        {
            case Libc.EINTR:
                cancel.ThrowIfCancellationRequested();
                break;
            case Libc.EAGAIN:
                WaitForRoom(cancel);
                break;
            case Libc.EPIPE:
            // A terminal that was hung up.
            case Libc.EIO when IsTerminal:
                throw new OutputClosedException();
            default:
                throw new IOException($"cannot write to standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    private void WaitForRoom(CancellationToken cancel)
    {
        var entry = new Libc.PollFd { Fd = _fd, Events = Libc.POLLOUT };
        do
            cancel.ThrowIfCancellationRequested();
        while (Libc.Poll(&entry, 1, PollMilliseconds) == 0);
    }
}
