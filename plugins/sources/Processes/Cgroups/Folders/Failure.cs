using System.Runtime.InteropServices;
using Pipeline.Files;

namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>What it means that a file or folder of a cgroup cannot be read.</summary>
internal static class Failure
{
    private const int NoDevice = 19, NotSupported = 95;

    /// <summary>Stands for what lies deeper than it is looked for.</summary>
    internal const int TooDeep = -1;

    /// <summary>
    /// Whether nothing is wrong: this kernel or cgroup has no such file, the cgroup went while it was read, or pressure is not counted.
    /// </summary>
    internal static bool IsNone(int error) => error is 0 or Libc.NoEntry or NoDevice or NotSupported;

    /// <summary>What happened, in words.</summary>
    internal static string Text(int error) => error == TooDeep ? "cgroups are nested too deep" : Marshal.GetPInvokeErrorMessage(error);
}
