using System.Runtime.InteropServices;

namespace Pipeline.Sinks.File;

/// <summary>The system did not do what was asked of it. The rows wait, and may get there later.</summary>
/// <param name="reason">The word by which the host counts it.</param>
/// <param name="message">What was refused, and what the system said, for people.</param>
internal sealed class OutputFault(string reason, string message) : IOException(message)
{
    public string Reason { get; } = reason;

    /// <summary>Of the last system call of this thread.</summary>
    public static OutputFault Last(string what) => Of(Marshal.GetLastPInvokeError(), what);

    /// <summary>Of an error number.</summary>
    public static OutputFault Of(int error, string what) => new(ReasonOf(error), $"{what}: {Marshal.GetPInvokeErrorMessage(error)}");

    private static string ReasonOf(int error) => error switch
    {
        Libc.ENOSPC => "disk_full",
        Libc.EDQUOT => "quota",
        Libc.EROFS => "read_only",
        Libc.EACCES or Libc.EPERM => "not_permitted",
        Libc.ENOENT or Libc.ENOTDIR or Libc.ESTALE => "not_found",
        Libc.EISDIR or Libc.ENXIO => "not_a_file",
        Libc.EFBIG => "too_large",
        Libc.EAGAIN => "locked",
        Libc.EMFILE or Libc.ENFILE => "no_descriptors",
        _ => "io_error",
    };
}
