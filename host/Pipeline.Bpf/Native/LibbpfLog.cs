using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Bpf.Native;

/// <summary>
/// What libbpf wants to print. Its callback is one for the process, while calls come from several threads: each thread that
/// opened a capture gets its own text, and without a capture nothing is printed at all.
/// </summary>
internal sealed class LibbpfLog : IDisposable
{
    private const int InfoLevel = 1;

    [ThreadStatic]
    private static LibbpfLog? _current;

    private readonly LibbpfLog? _outer = _current;
    private readonly StringBuilder _text = new();

    private LibbpfLog() => _current = this;

    /// <summary>Captures this thread's messages until disposed. Captures nest.</summary>
    internal static LibbpfLog Capture() => new();

    public override string ToString() => _text.ToString();

    public void Dispose() => _current = _outer;

    [UnmanagedCallersOnly]
    internal static unsafe int Print(int level, byte* format, nint arguments)
    {
        if (_current is not { } log || level > InfoLevel)
            return 0;

        // A verifier log comes through here only where a program has no buffer of its own, so one page is enough for a message.
        const int size = 4096;
        var buffer = stackalloc byte[size];
        var length = Math.Clamp(Libc.vsnprintf(buffer, size, format, arguments), 0, size - 1);
        log._text.Append(Encoding.UTF8.GetString(buffer, length));
        return 0;
    }
}
