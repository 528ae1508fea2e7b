using System.Buffers;
using System.Text.Json;

namespace Pipeline.Sources.File.Checkpoints;

/// <summary>The file of a checkpoint: JSON, so that people can read it.</summary>
internal static class CheckpointText
{
    private const int Version = 1;

    public static byte[] Write(IReadOnlyCollection<CheckpointEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * (entries.Count + 1));
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("files");
            foreach (var entry in entries)
                Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">It is not what <see cref="Write(IReadOnlyCollection{CheckpointEntry})"/> writes.</exception>
    public static IReadOnlyList<CheckpointEntry> Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var version = document.RootElement.GetProperty("version").GetInt32();
            return version == Version
                ? [.. document.RootElement.GetProperty("files").EnumerateArray().Select(Read)]
                : throw new FormatException($"its version is {version}, and {Version} is expected");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static void Write(Utf8JsonWriter json, CheckpointEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("path", entry.Path);
        json.WriteNumber("inode", entry.Identity.Inode);
        json.WriteNumber("born", entry.Identity.Born);
        json.WriteNumber("head_bytes", entry.Identity.Fingerprint.Length);
        json.WriteNumber("head", entry.Identity.Fingerprint.Digest);
        json.WriteNumber("generation", entry.Identity.Generation);
        json.WriteNumber("offset", entry.Place.Offset);
        json.WriteNumber("tail", entry.Place.Tail);
        json.WriteNumber("seen", entry.Seen);
        json.WriteEndObject();
    }

    private static CheckpointEntry Read(JsonElement file)
    {
        var (length, offset) = (file.GetProperty("head_bytes").GetInt32(), file.GetProperty("offset").GetInt64());
        if (length is < 0 or > Fingerprint.MostBytes || offset < 0)
            throw new FormatException("a number in it is out of range");
        return new CheckpointEntry(
            file.GetProperty("path").GetString() ?? "",
            new FileIdentity(
                file.GetProperty("inode").GetUInt64(), file.GetProperty("born").GetInt64(), new Fingerprint(length, file.GetProperty("head").GetUInt64()), file.GetProperty("generation").GetInt32()),
            new ReadPlace(offset, file.GetProperty("tail").GetUInt64()),
            file.GetProperty("seen").GetInt64());
    }
}
