using System.Runtime.InteropServices;

namespace Pipeline.Bpf;

/// <summary>The errno values that mean something special to BPF, and their names as people search for them.</summary>
internal static class ErrorNumber
{
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int ESRCH = 3;
    internal const int EINTR = 4;
    internal const int E2BIG = 7;
    internal const int EAGAIN = 11;
    internal const int ENOMEM = 12;
    internal const int EACCES = 13;
    internal const int EEXIST = 17;
    internal const int ENODEV = 19;
    internal const int EINVAL = 22;
    internal const int ENOSPC = 28;
    internal const int EOPNOTSUPP = 95;
    internal const int ENOTSUPP = 524;

    internal static string Describe(int error) => error switch
    {
        EPERM => "EPERM (not permitted)",
        ENOENT => "ENOENT (no such thing)",
        ESRCH => "ESRCH (no such type or process)",
        E2BIG => "E2BIG (too large or too complex)",
        EAGAIN => "EAGAIN (try again)",
        ENOMEM => "ENOMEM (out of memory)",
        EACCES => "EACCES (access denied)",
        EEXIST => "EEXIST (exists already)",
        ENODEV => "ENODEV (no such device)",
        EINVAL => "EINVAL (invalid argument)",
        ENOSPC => "ENOSPC (no room)",
        EOPNOTSUPP => "EOPNOTSUPP (not supported)",
        ENOTSUPP => "ENOTSUPP (not supported)",
        _ => $"errno {error} ({Marshal.GetPInvokeErrorMessage(error)})",
    };
}
