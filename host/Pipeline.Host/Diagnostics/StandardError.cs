using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Host.Diagnostics;

/// <summary>
/// Where everything goes that is not a row. Not <see cref="Console.Error"/>, whose first use writes a terminal's start-up sequence to standard output, among the
/// rows; not a file stream either, which keeps an offset of its own where standard output and error share a file.
/// </summary>
internal sealed partial class StandardError : TextWriter
{
    private const int Descriptor = 2;
    private const int Interrupted = 4;

    private readonly Lock _lock = new();

    private StandardError()
    {
    }

    public static TextWriter Writer { get; } = new StandardError();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void WriteLine(string? value) => Write(value + "\n");

    // A line is one call, so that lines of several threads and processes do not mix.
    public override unsafe void Write(string? value)
    {
        var bytes = Encoding.GetBytes(value ?? "");
        lock (_lock)
            fixed (byte* first = bytes)
                for (var done = 0; done < bytes.Length;)
                {
                    var written = write(Descriptor, first + done, bytes.Length - done);
                    if (written >= 0)
                        done += (int)written;
                    else if (Marshal.GetLastPInvokeError() != Interrupted)
                        // Standard error is closed or full: there is nowhere left to say so.
                        return;
                }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static unsafe partial nint write(int descriptor, byte* bytes, nint count);
}
