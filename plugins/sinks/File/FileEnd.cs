using System.IO.Compression;
using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.File;

/// <summary>
/// Looks at a file that was there before: whether rows can follow what it ends with. A process that was killed may have left half a row. That row is ended where it
/// lies, since nobody can tell who wrote it; of half a gzip member, which only this sink writes, nothing could ever be read: it is taken away.
/// </summary>
internal static class FileEnd
{
    private const int ReadBytes = 256 << 10;

    /// <summary>Makes the file's end one that rows can follow; false when they cannot: it must be set aside.</summary>
    /// <param name="file">The file, not empty.</param>
    /// <param name="header">What its first bytes must be, unpacked; empty: anything.</param>
    /// <param name="compression">What it should consist of.</param>
    /// <param name="log">Where it is told what was found.</param>
    /// <exception cref="OutputFault">The file cannot be read or written.</exception>
    public static bool Mend(AppendFile file, ReadOnlySpan<byte> header, FileCompression compression, ILogger log) =>
        compression == FileCompression.Gzip ? MendMembers(file, header, log)
        : header.IsEmpty ? MendLine(file, log)
        : StartsWith(file, header, log) && MendRecord(file, log);

    private static bool MendLine(AppendFile file, ILogger log)
    {
        Span<byte> last = [0];
        if (file.Read(last, file.Size - 1) == 1 && last[0] == '\n')
            return true;
        file.Append("\n"u8);
        log.LogWarning("{Path} ended within a line, whose writer was stopped: 1 line was ended where it was", file.Path);
        return true;
    }

    // Where a record ends cannot be seen at its end: a line break may be part of a field.
    private static bool MendRecord(AppendFile file, ILogger log)
    {
        var quotes = 0L;
        var bytes = new byte[ReadBytes];
        byte last = 0;
        for (long at = 0; file.Read(bytes, at) is > 0 and var read; at += read)
        {
            quotes += bytes.AsSpan(0, read).Count((byte)'"');
            last = bytes[read - 1];
        }

        if (quotes % 2 == 0 && last == '\n')
            return true;
        file.Append(quotes % 2 == 0 ? "\r\n"u8 : "\"\r\n"u8);
        log.LogWarning("{Path} ended within a record, whose writer was stopped: 1 record was ended where it was", file.Path);
        return true;
    }

    private static bool StartsWith(AppendFile file, ReadOnlySpan<byte> header, ILogger log)
    {
        var first = new byte[header.Length];
        if (file.Read(first, 0) == first.Length && header.SequenceEqual(first))
            return true;
        SayForeign(file, log, "begins with other columns");
        return false;
    }

    private static bool MendMembers(AppendFile file, ReadOnlySpan<byte> header, ILogger log)
    {
        Span<byte> bytes = stackalloc byte[GzipMember.HeaderSize];
        long at = 0;
        while (at < file.Size)
        {
            var read = file.Read(bytes, at);
            var length = GzipMember.LengthOf(bytes[..read]);
            if (length > 0 && at + length <= file.Size)
            {
                at += length;
                continue;
            }

            if (length == 0 && !GzipMember.IsCutHeader(bytes[..read]))
            {
                SayForeign(file, log, "has parts that this sink did not write");
                return false;
            }

            log.LogWarning("{Path} ended within a gzip member, whose writer was stopped: its {Bytes} bytes were taken away", file.Path, file.Size - at);
            file.Shrink(at);
        }

        return at == 0 || header.IsEmpty || UnpacksTo(file, header, log);
    }

    private static bool UnpacksTo(AppendFile file, ReadOnlySpan<byte> header, ILogger log)
    {
        var packed = new byte[(int)Math.Min(file.Size, ReadBytes)];
        var first = new byte[header.Length];
        var read = file.Read(packed, 0);
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(packed, 0, read), CompressionMode.Decompress);
            if (unpacked.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && header.SequenceEqual(first))
                return true;
        }
        catch (InvalidDataException)
        {
            // Told below: whatever it is, it does not begin with these columns.
        }

        SayForeign(file, log, "begins with other columns");
        return false;
    }

    private static void SayForeign(AppendFile file, ILogger log, string how) => log.LogWarning("{Path} {How}: it is set aside", file.Path, how);
}
