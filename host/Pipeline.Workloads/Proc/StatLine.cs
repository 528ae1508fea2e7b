using System.Buffers.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>What is needed of /proc/PID/stat.</summary>
/// <param name="Pid">The process.</param>
/// <param name="State">One letter: R, S, Z, ...</param>
/// <param name="ParentPid">Its parent.</param>
/// <param name="StartTicks">When it began, in 10 ms since boot.</param>
internal readonly record struct StatLine(uint Pid, byte State, uint ParentPid, ulong StartTicks)
{
    private const int StartField = 19;

    /// <summary>Whether nothing runs in it any more: it waits for its parent to ask how it ended.</summary>
    internal bool HasEnded => State is (byte)'Z' or (byte)'X' or (byte)'x';

    /// <summary>False: it is no such line, or cut off before what is needed.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> text, out StatLine line)
    {
        line = default;

        // The name between the parentheses may hold any byte, parentheses and line ends too; behind it are numbers.
        var end = text.LastIndexOf((byte)')');
        if (end < 0 || !TryNumber(text, out ulong pid, out var used) || pid > int.MaxValue || !text[used..].StartsWith(" ("u8) || end < used + 2)
            return false;
        var rest = text[(end + 1)..];
        if (rest is not [(byte)' ', var state, (byte)' ', ..])
            return false;
        rest = rest[3..];
        if (!TryNumber(rest, out var parent, out _) || parent > int.MaxValue)
            return false;
        for (var field = 1; field < StartField; field++)
        {
            var space = rest.IndexOf((byte)' ');
            if (space < 0)
                return false;
            rest = rest[(space + 1)..];
        }

        // Without what follows the number it may be cut off inside.
        if (!TryNumber(rest, out var start, out used) || used == rest.Length)
            return false;
        line = new StatLine((uint)pid, state, (uint)parent, start);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out ulong value, out int used) =>
        Utf8Parser.TryParse(text, out value, out used) && used > 0 && char.IsAsciiDigit((char)text[0]);
}
