using System.Diagnostics;
using System.Text;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka.Messages;
using Pipeline.Sinks.Kafka.Protobuf;
using Pipeline.Sinks.Kafka.Settings;
using Pipeline.Text;

namespace Pipeline.Kafka.Tests.Messages;

/// <summary>What is written, decoded by protoc from the declarations that go with it.</summary>
public sealed class ProtobufTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pipeline-kafka-").FullName;

    private static TableSchema All { get; } = new(
        "all_types",
        TableKind.Event,
        [
            new ColumnSchema("flag", ColumnType.Bool),
            new ColumnSchema("i8", ColumnType.I8),
            new ColumnSchema("i16", ColumnType.I16),
            new ColumnSchema("i32", ColumnType.I32),
            new ColumnSchema("i64", ColumnType.I64) { Unit = "By", Help = "Signed." },
            new ColumnSchema("u8", ColumnType.U8),
            new ColumnSchema("u16", ColumnType.U16),
            new ColumnSchema("u32", ColumnType.U32),
            new ColumnSchema("u64", ColumnType.U64),
            new ColumnSchema("real", ColumnType.F64),
            new ColumnSchema("time", ColumnType.Time),
            new ColumnSchema("took", ColumnType.Duration),
            new ColumnSchema("address", ColumnType.Ip),
            new ColumnSchema("hardware", ColumnType.Mac),
            new ColumnSchema("state", ColumnType.Enum(1, false, [new EnumName("OPEN", 1)])),
            new ColumnSchema("rights", ColumnType.Flags(2, [new EnumName("READ", 1), new EnumName("WRITE", 2)])),
            new ColumnSchema("name", ColumnType.FixedUtf8(8)),
            new ColumnSchema("text", ColumnType.Utf8),
            new ColumnSchema("raw", ColumnType.Bytes),
            new ColumnSchema("words", ColumnType.Utf8List),
            new ColumnSchema("attributes", ColumnType.Map),
            new ColumnSchema("exponential", ColumnType.ExponentialHistogram),
            new ColumnSchema("classic", ColumnType.ExplicitHistogram([1, 2.5])),
        ]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_type_reads_back_as_it_was()
    {
        var attributes = new AttributeWriter();
        attributes.Key("a"u8);
        attributes.I64(-5);
        attributes.Key("nested"u8);
        attributes.BeginMap();
        attributes.Key("list"u8);
        attributes.BeginList();
        attributes.Bool(true);
        attributes.F64(0.5);
        attributes.Null();
        attributes.Bytes([0xff]);
        attributes.End();
        attributes.End();
        using var rows = new Rows(All);
        rows.Add(
            1, -1, -300, int.MinValue, long.MinValue, 255, 65535, uint.MaxValue, ulong.MaxValue, -0.5, 1_000, -7,
            (byte[])[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], (byte[])[1, 2, 3, 4, 5, 6], 1, 3, "abc", "x\u00fc", (byte[])[0, 1], List("one", "", "two"),
            attributes.Written.ToArray(), Histogram(3, 2, [1, 0, 4], 6, 1.5), Histogram(0, 0, [1, 2, 3], 6, double.NaN));
        var decoded = await DecodeAsync(All, "all_types", Encode(rows.Build(unixOffset: 5)));
        foreach (var line in (string[])
            [
                "flag: true", "i8: -1", "i16: -300", "i32: -2147483648", "i64: -9223372036854775808", "u8: 255", "u16: 65535", "u32: 4294967295", "u64: 18446744073709551615",
                "real: -0.5", "time: 1005", "took: -7", "address: \"10.0.0.1\"", "hardware: \"01:02:03:04:05:06\"", "state: \"OPEN\"", "rights: \"READ|WRITE\"", "name: \"abc\"",
                "text: \"x\\303\\274\"", "raw: \"\\000\\001\"", "words: \"one\"", "words: \"\"", "words: \"two\"", "integer: -5", "double: 0.5", "bytes: \"\\377\"",
                "scale: 3", "offset: 2", "zero_count: 1", "counts: 4", "sum: 1.5", "bounds: 1", "bounds: 2.5", "counts: 3",
            ])
            Assert.Contains(line, decoded.Split('\n').Select(l => l.Trim()));
    }

    [Fact]
    public async Task Zeros_and_empty_cells_take_no_bytes()
    {
        using var rows = new Rows(All);
        Assert.Equal(["address: \"::\"", "hardware: \"00:00:00:00:00:00\"", "state: \"0\""], (await DecodeAsync(All, "all_types", Encode(rows.Add().Build()))).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Text_that_is_no_utf8_is_readable_and_its_bytes_are_kept()
    {
        using var rows = new Rows(Rows.Lines);
        var decoded = await DecodeAsync(Rows.Lines, "lines", Encode(rows.Add(1, (byte[])[(byte)'a', 0xff, (byte)'b'], "web").Build()));
        Assert.Contains("text: \"a\\357\\277\\275b\"", decoded, StringComparison.Ordinal);
        Assert.Contains("text_exact: \"a\\377b\"", decoded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_from_a_topic_decode_by_the_file_that_the_sink_wrote()
    {
        using var cluster = new MockCluster();
        var file = Path.Combine(_folder, "pipeline.proto");
        var many = cluster.Patient with { Encoding = MessageEncoding.ProtobufRows, ProtoFile = file };
        await using (var sink = await RunningSink.StartAsync(many))
            Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(1, 1000, i => $"line {i}"))).Kind);
        var decoded = await DecodeAsync(file, "lines_rows", await Kcat.ReadBytesAsync(cluster.Addresses, "lines", 1));
        Assert.Equal(
            Enumerable.Range(1, 1000).Select(i => $"rows {{   number: {i}   text: \"line {i}\"   service: \"web\" }}"),
            decoded.Replace("\n", " ", StringComparison.Ordinal).Split("rows {", StringSplitOptions.RemoveEmptyEntries).Select(r => $"rows {{{r.TrimEnd()}"));
    }

    [Fact]
    public void A_schema_has_the_same_fingerprint_until_a_column_changes()
    {
        var same = new TableSchema("lines", TableKind.Event, Rows.Lines.Columns);
        Assert.Equal(SchemaFingerprint.Of(Rows.Lines), SchemaFingerprint.Of(same));
        Assert.NotEqual(SchemaFingerprint.Of(Rows.Lines), SchemaFingerprint.Of(Rows.Lines.Named("other")));
        Assert.NotEqual(
            SchemaFingerprint.Of(Rows.Lines),
            SchemaFingerprint.Of(new TableSchema("lines", TableKind.Event, [.. Rows.Lines.Columns.Skip(1), new ColumnSchema("number", ColumnType.U64)])));
    }

    [Fact]
    public void Two_tables_that_would_be_one_message_are_refused()
    {
        var complaint = Assert.Throws<OptionException>(() => new ProtoFile("x.proto", [Rows.Lines.Named("a.b"), Rows.Lines.Named("a_b")]));
        Assert.Equal("proto_file", complaint.Key);
    }

    private static byte[] List(params string[] words)
    {
        var cell = new byte[words.Sum(w => Utf8List.SizeOf(w.Length))];
        var rest = cell.AsSpan();
        foreach (var word in words)
            rest = Utf8List.Write(rest, Encoding.UTF8.GetBytes(word));
        return cell;
    }

    private static byte[] Histogram(int scale, int offset, ulong[] counts, ulong count, double sum)
    {
        var cell = new byte[HistogramCell.SizeOf(counts.Length)];
        HistogramCell.Write(cell, new HistogramTotals(count, sum, double.NaN, double.NaN), counts, scale, offset, scale == 0 ? 0u : 1u);
        return cell;
    }

    private static byte[] Encode(RecordBatch batch)
    {
        var encoder = new ProtobufEncoder(batch.Schema, isField: false);
        encoder.Open(batch);
        var output = new ByteBuffer(1024);
        encoder.Write(output, 0);
        batch.Release();
        return output.Written.ToArray();
    }

    private async Task<string> DecodeAsync(TableSchema table, string message, byte[] bytes)
    {
        var file = Path.Combine(_folder, "pipeline.proto");
        await File.WriteAllTextAsync(file, ProtoText.Of([table]));
        return await DecodeAsync(file, message, bytes);
    }

    private static async Task<string> DecodeAsync(string file, string message, byte[] bytes)
    {
        using var protoc = Process.Start(new ProcessStartInfo("protoc", [$"--decode=pipeline.{message}", $"--proto_path={Path.GetDirectoryName(file)}", file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (protoc.StandardOutput.ReadToEndAsync(), protoc.StandardError.ReadToEndAsync());
        await protoc.StandardInput.BaseStream.WriteAsync(bytes);
        protoc.StandardInput.Close();
        await protoc.WaitForExitAsync();
        Assert.True(protoc.ExitCode == 0 && (await error).Length == 0, $"protoc ended with {protoc.ExitCode}: {await error}");
        return await output;
    }
}
