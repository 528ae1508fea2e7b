using System.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>Arguments as one text.</summary>
internal static class CommandText
{
    /// <param name="arguments">Each with a NUL behind it, as in /proc/PID/cmdline.</param>
    /// <returns>With a blank between two; null: there are none.</returns>
    internal static string? Of(ReadOnlySpan<byte> arguments)
    {
        arguments = arguments.TrimEnd((byte)0);
        return arguments.IsEmpty ? null : Encoding.UTF8.GetString(arguments).Replace('\0', ' ');
    }
}
