using System.Buffers.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>What is needed of /proc/PID/status.</summary>
/// <param name="NamespacePid">The process's number in its own pid namespace; 0: not told.</param>
/// <param name="UserId">Its real user; null: not told.</param>
internal readonly record struct StatusText(uint NamespacePid, uint? UserId)
{
    internal static StatusText Parse(ReadOnlySpan<byte> text) =>
        new(Number(Field(text, "\nNSpid:"u8), last: true) ?? 0, Number(Field(text, "\nUid:"u8), last: false));

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        // A name's line end is escaped there, so a line that begins like this is one.
        var at = text.IndexOf(name);
        if (at < 0)
            return default;
        var rest = text[(at + name.Length)..];
        var end = rest.IndexOf((byte)'\n');
        return end < 0 ? default : rest[..end].Trim(" \t"u8);
    }

    private static uint? Number(ReadOnlySpan<byte> values, bool last)
    {
        var tab = last ? values.LastIndexOf((byte)'\t') : -1;
        return Utf8Parser.TryParse(values[(tab + 1)..], out uint value, out _) ? value : null;
    }
}
