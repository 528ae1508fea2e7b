using System.Text.Json;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols.Kafka;
using Pipeline.Transforms.Protocols.Kafka.Messages;
using static Pipeline.Protocols.Tests.Kafka.KafkaBytes;

namespace Pipeline.Protocols.Tests.Kafka;

public sealed class KafkaSchemaTests
{
    private const int Seed = 20261;

    [Fact]
    public void Every_kind_up_to_the_last_one_is_described()
    {
        Assert.Equal(Enumerable.Range(0, 93), Api.Known.Select(a => (int)a.Key));
        Assert.Equal(93, Api.Known.Select(a => a.Operation).Distinct().Count());
        Assert.Equal(("list_offsets", "init_producer_id"), (Api.Of(2)!.Operation, Api.Of(22)!.Operation));
        // Since when the frequent ones are flexible.
        Assert.Equal([9, 12, 6, 9, 8, 6, 3, 6, 4, 4, 5], ((short[])[0, 1, 2, 3, 8, 9, 10, 11, 12, 14, 15]).Select(k => (int)Api.Of(k)!.FlexibleFrom));
    }

    [Fact]
    public void No_element_of_an_array_is_of_no_byte()
    {
        // A count that lies is bounded by the bytes that are there.
        foreach (var api in Api.Known)
            for (short version = 0; version <= api.LastVersion; version++)
                foreach (var array in Arrays([.. api.Request, .. api.Response], version))
                    Assert.True(api.IsFlexible(version) || array.Fields.Any(f => f.IsIn(version)), $"{api.Name} {version}");
    }

    [Fact]
    public void Every_version_of_every_kind_is_read_to_the_byte_in_any_pieces()
    {
        var random = new Random(Seed);
        var read = 0;
        foreach (var api in Api.Known)
            for (short version = 0; version <= api.LastVersion; version++)
            {
                // The one version that had no client in its header.
                if (api.Key == Api.ControlledShutdown && version == 0)
                    continue;
                var talk = new Talk().Ask(Request(api.Key, version, 7, "client", Random(random, api.Request, api, version)))
                    .Answer(Response(7, Random(random, api.Response, api, version), hasTags: api.Key != Api.ApiVersions));
                List<KafkaRow> rows = [];
                using var run = KafkaRun.Start(rows);
                run.Feed(Talk.Split(talk.Pieces, random, random.Next(1, 50)));
                var row = Assert.Single(rows);
                Assert.False(row.IsPartial, $"{api.Name} {version}: {row}");
                Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(row.RequestBody).RootElement.ValueKind);
                Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(row.Response).RootElement.ValueKind);
                read++;
            }

        Assert.True(read > 300, $"{read} versions");
    }

    [Fact]
    public void Message_that_is_longer_or_shorter_than_its_fields_fits_nothing()
    {
        var random = new Random(Seed);
        var look = new MessageLook(new TopicNames());
        foreach (var api in Api.Known)
        {
            var body = Random(random, api.Response, api, api.LastVersion).Bytes;
            byte[] tagged = api.IsFlexible(api.LastVersion) && api.Key != Api.ApiVersions ? [0, .. body] : body;
            Assert.Equal(Fit.Whole, look.Look(tagged, api, api.LastVersion, true, tagged.Length));
            Assert.Equal(Fit.None, look.Look([.. tagged, 0], api, api.LastVersion, true, tagged.Length + 1));
            if (tagged.Length > 0)
                Assert.Equal(Fit.None, look.Look(tagged.AsSpan()[..^1], api, api.LastVersion, true, tagged.Length - 1));
        }
    }

    private static IEnumerable<Field> Arrays(Field[] fields, short version) => fields.Where(f => f.IsIn(version)).SelectMany(f =>
        f is { IsArray: true, Type: FieldType.Struct } ? Arrays(f.Fields, version).Prepend(f) : Arrays(f.Fields, version));

    private static KafkaWriter Random(Random random, Field[] fields, Api api, short version)
    {
        var w = new KafkaWriter(api.IsFlexible(version));
        Write(w, random, fields, version);
        return w;
    }

    private static void Write(KafkaWriter w, Random random, Field[] fields, short version)
    {
        foreach (var field in fields.Where(f => f.IsIn(version)))
            if (field.IsArray)
                w.Array<int>(random.Next(8) == 0 ? null : [.. Enumerable.Range(0, random.Next(4))], _ => Value(w, random, field, version));
            else
                Value(w, random, field, version);
        w.End(random.Next(5) == 0 ? [(3, new byte[random.Next(20)]), (200, [])] : []);
    }

    private static void Value(KafkaWriter w, Random random, Field field, short version)
    {
        switch (field.Type)
        {
            case FieldType.Struct:
                Write(w, random, field.Fields, version);
                break;
            case FieldType.OptionalStruct:
                if (random.Next(2) == 0)
                    w.I8(-1);
                else
                    Write(w.I8(1), random, field.Fields, version);
                break;
            case FieldType.Bool or FieldType.I8 or FieldType.KeyType:
                w.I8(random.Next(2));
                break;
            case FieldType.I16 or FieldType.U16 or FieldType.Acks:
                w.I16(random.Next(1, 100));
                break;
            case FieldType.Error:
                // Who does not know the version answers in another.
                w.I16(random.Next(30));
                break;
            case FieldType.I32 or FieldType.Partition:
                w.I32(random.Next());
                break;
            case FieldType.I64 or FieldType.F64:
                w.I64(random.NextInt64());
                break;
            case FieldType.Uuid or FieldType.TopicId:
                w.Uuid((UInt128)random.NextInt64());
                break;
            case FieldType.Bytes:
                w.Blob(random.Next(5) == 0 ? null : new byte[random.Next(300)]);
                break;
            case FieldType.Records:
                w.Blob(random.Next(5) == 0 ? null : Batch(random.Next(1, 5), new byte[random.Next(5, 200)]));
                break;
            default:
                w.Text(random.Next(5) == 0 ? null : new string('t', random.Next(40)));
                break;
        }
    }
}
