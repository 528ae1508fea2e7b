using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>What is told of a field of records.</summary>
internal static class RecordsText
{
    public static void Write(JsonText json, ReadOnlySpan<byte> name, in RecordsReader records)
    {
        json.BeginObject(name);
        if (!records.IsUncounted)
            json.Number("count"u8, records.Count);
        json.Number("bytes"u8, records.Bytes);
        if (records.Batches > 0)
        {
            json.Number("batches"u8, records.Batches);
            json.Number("format"u8, records.Format);
        }

        if (records.Codec != 0)
            json.Text("compression"u8, Codec(records.Codec));
        json.EndObject();
    }

    private static ReadOnlySpan<byte> Codec(int codec) => codec switch
    {
        1 => "gzip"u8,
        2 => "snappy"u8,
        3 => "lz4"u8,
        4 => "zstd"u8,
        _ => "unknown"u8,
    };
}
