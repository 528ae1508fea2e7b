using System.Buffers.Binary;

namespace Pipeline.Sources.Processes.Jvm;

/// <summary>
/// Reads HotSpot's performance data (hsperfdata): a prologue of 32 bytes, then entries of a header of 20 bytes, a name and a value. All that the file says of places in
/// it is checked; whoever wrote it is not trusted, and it changes while it is read.
/// </summary>
internal static class PerfData
{
    private const uint Magic = 0xCAFEC0C0;
    private const int PrologueBytes = 32;
    private const int ByteOrderAt = 4;
    private const int MajorVersionAt = 5;
    private const int AccessibleAt = 7;
    private const int UsedAt = 8;
    private const int EntriesAt = 24;
    private const int EntryCountAt = 28;
    private const byte LittleEndian = 1;
    private const byte KnownVersion = 2;

    private const int HeaderBytes = 20;
    private const int NameAt = 4;
    private const int VectorLengthAt = 8;
    private const int TypeAt = 12;
    private const int ValueAt = 16;

    /// <summary>Why there are no figures to be had; null: there are.</summary>
    internal static string? Read(ReadOnlySpan<byte> file, out JvmFigures figures)
    {
        figures = default;
        if (Refusal(file) is { } refusal)
            return refusal;
        var used = Math.Clamp(Whole(file, UsedAt), 0, file.Length);
        var (at, left) = (Whole(file, EntriesAt), Whole(file, EntryCountAt));
        if (at < PrologueBytes)
            return "its first entry is nowhere";
        for (; left > 0; left--)
        {
            if (at > used - HeaderBytes)
                return "an entry lies outside";
            var length = Whole(file, at);
            if (length < HeaderBytes || length > used - at)
                return "an entry is longer than the file, or shorter than its header";
            if (!TryRead(file.Slice(at, length), ref figures))
                return "a name or value lies outside its entry";
            at += length;
        }

        return null;
    }

    private static string? Refusal(ReadOnlySpan<byte> file) =>
        file.Length < PrologueBytes ? "it is too short"
        : BinaryPrimitives.ReadUInt32BigEndian(file) != Magic ? "it is no hsperfdata file"
        : file[ByteOrderAt] != LittleEndian ? "its byte order is not this machine's"
        : file[MajorVersionAt] != KnownVersion ? "its version is not known"
        : file[AccessibleAt] == 0 ? "it is not ready"
        : null;

    private static bool TryRead(ReadOnlySpan<byte> entry, ref JvmFigures figures)
    {
        var (nameAt, valueAt, elements) = (Whole(entry, NameAt), Whole(entry, ValueAt), Whole(entry, VectorLengthAt));
        if (nameAt < HeaderBytes || nameAt >= entry.Length || valueAt < HeaderBytes || valueAt > entry.Length || elements < 0)
            return false;
        var name = entry[nameAt..];
        var end = name.IndexOf((byte)0);
        if (end < 0)
            return false;
        name = name[..end];
        var value = entry[valueAt..];
        switch (entry[TypeAt])
        {
            case (byte)'J' when elements == 0:
                if (value.Length < sizeof(long))
                    return false;
                figures.Take(name, BinaryPrimitives.ReadInt64LittleEndian(value));
                return true;
            case (byte)'B' when elements > 0:
                if (value.Length < elements)
                    return false;
                figures.Take(name, value[..elements]);
                return true;
            default:
                // Another type, or a vector of it: none that is wanted.
                return true;
        }
    }

    private static int Whole(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
