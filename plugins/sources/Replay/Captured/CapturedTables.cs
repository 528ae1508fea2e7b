using Pipeline.CaptureFormat;
using Pipeline.Sources.Replay.Files;

namespace Pipeline.Sources.Replay.Captured;

/// <summary>Reads which tables a captured file holds.</summary>
internal static class CapturedTables
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its first record is damaged: without it the others mean nothing.</exception>
    public static IReadOnlyList<TableSchema> Read(string file)
    {
        if (!RecordHeader.TryRead(InputFile.Head(file, RecordHeader.Size), out var header) || header.Kind != RecordKind.Tables)
            throw new InvalidDataException("offset 0: the record of tables is damaged");
        var all = InputFile.Head(file, RecordHeader.Size + (int)header.Length);
        var body = all[RecordHeader.Size..];
        if (body.Length != header.Length || RecordHeader.Crc(body) != header.Checksum)
            throw new InvalidDataException($"offset {RecordHeader.Size}: the record of tables is damaged");
        return TableCodec.Read(body);
    }
}
