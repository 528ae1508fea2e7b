using System.Text.Json;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Protocols.Tests.Text;

public sealed class JsonTextTests
{
    [Fact]
    public void Whatever_is_left_out_the_text_is_well_formed_and_within_its_bound()
    {
        var random = new Random(20261121);
        for (var i = 0; i < 20_000; i++)
        {
            var most = random.Next(2, 400);
            var json = new JsonText(most);
            Value(json, random, 0, []);
            Assert.True(json.Bytes.Length <= most, $"{json.Bytes.Length} bytes of {most}");
            if (json.Bytes.IsEmpty)
                Assert.True(json.IsCut);
            else
                using (JsonDocument.Parse(json.Bytes.ToArray(), new JsonDocumentOptions { MaxDepth = 100 }))
                {
                }
        }
    }

    [Fact]
    public void What_has_room_is_told_whole()
    {
        var json = new JsonText(1000);
        json.BeginObject();
        json.Text("name"u8, "a \"b\"\n\xff"u8);
        json.Number("n"u8, -5L);
        json.BeginArray("list"u8);
        json.Number(ulong.MaxValue);
        json.Number(0.5);
        json.Bool(default, true);
        json.Null();
        json.BeginObject();
        json.EndObject();
        json.EndArray();
        json.EndObject();

        Assert.False(json.IsCut);
        Assert.Equal("""{"name":"a \"b\"\nÿ","n":-5,"list":[18446744073709551615,0.5,true,null,{}]}""", System.Text.Encoding.UTF8.GetString(json.Bytes));
    }

    [Fact]
    public void What_stands_behind_the_first_thing_left_out_is_left_out_too()
    {
        var json = new JsonText(24);
        json.BeginArray();
        json.Text("first"u8);
        json.Text("much too long for what is left"u8);
        json.Number(1L);
        json.EndArray();

        Assert.True(json.IsCut);
        Assert.Equal("""["first","much too lon"]""", System.Text.Encoding.UTF8.GetString(json.Bytes));
    }

    [Fact]
    public void Values_deeper_than_anybody_reads_are_left_out()
    {
        var json = new JsonText(10_000);
        for (var i = 0; i < 200; i++)
            json.BeginArray();
        json.Number(1L);
        for (var i = 0; i < 200; i++)
            json.EndArray();

        Assert.True(json.IsCut);
        using var parsed = JsonDocument.Parse(json.Bytes.ToArray(), new JsonDocumentOptions { MaxDepth = 100 });
        Assert.Equal(JsonValueKind.Array, parsed.RootElement.ValueKind);
    }

    private static void Value(JsonText json, Random random, int depth, ReadOnlySpan<byte> name)
    {
        var kind = depth > 5 ? random.Next(2, 6) : random.Next(6);
        if (kind == 0)
        {
            json.BeginObject(name);
            for (var i = random.Next(6); i > 0; i--)
                Value(json, random, depth + 1, Bytes(random, 8));
            json.EndObject();
        }
        else if (kind == 1)
        {
            json.BeginArray(name);
            for (var i = random.Next(6); i > 0; i--)
                Value(json, random, depth + 1, []);
            json.EndArray();
        }
        else if (kind == 2)
        {
            json.Text(name, Bytes(random, 40), random.Next(2) == 0);
        }
        else if (kind == 3)
        {
            json.Number(name, random.NextInt64(long.MinValue, long.MaxValue));
        }
        else if (kind == 4)
        {
            json.Number(name, random.Next(3) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => random.NextDouble() });
        }
        else
        {
            json.Null(name);
        }
    }

    private static byte[] Bytes(Random random, int most)
    {
        var bytes = new byte[random.Next(most)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(' ' + bytes[i] % 95);
        return bytes;
    }
}
