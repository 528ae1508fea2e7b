using System.Text;
using Pipeline.Transforms.Protocols.Http;
using Pipeline.Transforms.Protocols.Http2;
using Pipeline.Transforms.Protocols.Http2.Hpack;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Http2;

public sealed class HpackTests
{
    private const int Seed = 7541;

    private readonly FieldBlock _block = new(new RedactedFields([]));
    private readonly DynamicTable _table = new();

    // RFC 7541, appendix C: three requests and three responses of a connection, with and without Huffman's code.
    [Theory]
    [InlineData("828684410f7777772e6578616d706c652e636f6d|828684be58086e6f2d6361636865|828785bf400a637573746f6d2d6b65790c637573746f6d2d76616c7565")]
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff|828684be5886a8eb10649cbf|828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf")]
    public void Requests_of_the_specification_are_read(string blocks)
    {
        Assert.Equal(
            [
                "GET / 0 :scheme=http; :authority=www.example.com",
                "GET / 0 :scheme=http; :authority=www.example.com; cache-control=no-cache",
                "GET /index.html 0 :scheme=https; :authority=www.example.com; custom-key=custom-value",
            ],
            blocks.Split('|').Select(Read));
        Assert.Equal(3, _table.Count);
        Assert.Equal(("custom-key", "custom-value"), Entry(0));
        Assert.Equal((":authority", "www.example.com"), Entry(2));
    }

    [Theory]
    [InlineData("3fe101|4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d|4803333037c1c0bf|88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData("3fe101|488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3|4883640effc1c0bf|88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007")]
    public void Responses_of_the_specification_are_read_though_entries_are_evicted(string blocks)
    {
        Assert.Equal(
            [
                "  0 ",
                "  302 cache-control=private; date=Mon, 21 Oct 2013 20:13:21 GMT; location=https://www.example.com",
                "  307 cache-control=private; date=Mon, 21 Oct 2013 20:13:21 GMT; location=https://www.example.com",
                "  200 cache-control=private; date=Mon, 21 Oct 2013 20:13:22 GMT; location=https://www.example.com; content-encoding=gzip; set-cookie=foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            ],
            blocks.Split('|').Select(Read));
        Assert.Equal(3, _table.Count);
        Assert.Equal("set-cookie", Entry(0).Name);
        Assert.Equal("content-encoding", Entry(1).Name);
        Assert.Equal("date", Entry(2).Name);
    }

    [Theory]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key=custom-header", 1)]
    [InlineData("040c2f73616d706c652f70617468", "", 0)]
    [InlineData("100870617373776f726406736563726574", "password=secret", 0)]
    public void Literals_of_the_specification_are_read(string block, string fields, int entries)
    {
        Assert.EndsWith($" 0 {fields}", Read(block), StringComparison.Ordinal);
        Assert.Equal(entries, _table.Count);
    }

    [Theory]
    [InlineData("80", "index 0")]
    [InlineData("be", "an index that is not there")]
    [InlineData("7f01", "the name of one that is not there")]
    [InlineData("40", "no name")]
    [InlineData("4005", "a name that is cut")]
    [InlineData("ffffffffffff", "a number without end")]
    [InlineData("ffffffffffffff7f", "a number larger than anything")]
    [InlineData("823f00", "a size behind a field")]
    [InlineData("0081ff00", "more padding than there is")]
    [InlineData("008100", "padding of zeros")]
    [InlineData("0084ffffffff00", "the end in the middle")]
    public void What_is_no_block_is_told(string block, string why) =>
        Assert.True(Decode(block) == BlockResult.Invalid, why);

    [Fact]
    public void Every_string_is_decoded_from_Huffmans_code()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new byte[random.Next(40)];
            random.NextBytes(text);
            if (round % 2 == 0)
                for (var i = 0; i < text.Length; i++)
                    text[i] = (byte)(32 + text[i] % 95);
            var coded = TestHuffman.Encode(text);
            var room = new byte[HuffmanCode.MostDecoded(coded.Length)];
            Assert.Equal(text.Length, HuffmanCode.Decode(coded, room));
            Assert.Equal(text, room[..text.Length]);
        }
    }

    [Fact]
    public void Bytes_of_chance_are_decoded_or_refused()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 200_000; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            HuffmanCode.Decode(bytes, new byte[HuffmanCode.MostDecoded(bytes.Length)]);
            new HpackDecoder(_block).Decode(bytes, _table);
        }
    }

    [Fact]
    public void Whatever_a_sender_chooses_the_fields_are_the_same()
    {
        var random = new Random(Seed);
        for (var round = 0; round < 300; round++)
        {
            var (encoder, table, decoder) = (new TestEncoder(), new DynamicTable(), new HpackDecoder(_block));
            for (var i = 0; i < 30; i++)
            {
                if (random.Next(6) == 0)
                    encoder.Resize(random.Next(3) switch { 0 => 0, 1 => random.Next(300), _ => random.Next(16_000) });
                var fields = RandomFields(random);
                Assert.Equal(BlockResult.Read, decoder.Decode(encoder.Encode(random, fields), table));
                Assert.Equal(Text(fields), HttpRow.Map(_block.Fields));
                Assert.False(_block.HasUnknown);
            }
        }
    }

    /// <summary>What nobody saw is not known, and nothing is told that is not so.</summary>
    [Fact]
    public void Blocks_that_were_missed_cost_fields_and_never_make_wrong_ones()
    {
        var random = new Random(Seed);
        var (known, unknown) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var (encoder, table, decoder) = (new TestEncoder(), new DynamicTable(), new HpackDecoder(_block));
            for (var i = 0; i < 60; i++)
            {
                if (random.Next(20) == 0)
                    encoder.Resize(random.Next(3) switch { 0 => 0, 1 => random.Next(300), _ => random.Next(40_000) });
                var fields = RandomFields(random);
                var block = encoder.Encode(random, fields);
                if (random.Next(10) == 0)
                {
                    table.Forget();
                    continue;
                }

                Assert.Equal(BlockResult.Read, decoder.Decode(block, table));
                var told = HttpRow.Map(_block.Fields).Split("; ", StringSplitOptions.RemoveEmptyEntries);
                Assert.Subset(Text(fields).Split("; ").ToHashSet(), told.ToHashSet());
                (known, unknown) = (known + told.Length, unknown + fields.Length - told.Length);
                Assert.Equal(told.Length < fields.Length, _block.HasUnknown);
            }
        }

        Assert.True(known > 2 * unknown, $"{known} known, {unknown} not");
    }

    [Fact]
    public void Table_that_two_sides_make_larger_than_is_kept_is_known_as_far_as_it_is()
    {
        var random = new Random(Seed);
        var (encoder, decoder) = (new TestEncoder(), new HpackDecoder(_block));
        encoder.Resize(1 << 20);
        for (var i = 0; i < 300; i++)
        {
            (string, string)[] fields = [($"n{i}", new string('v', random.Next(300))), ($"n{random.Next(i + 1)}", "")];
            Assert.Equal(BlockResult.Read, decoder.Decode(encoder.Encode(random, fields), _table));
        }

        Assert.False(_table.IsWhole);
        Assert.True(_table.Memory < 64 << 10, $"{_table.Memory} bytes");
    }

    [Fact]
    public void Bomb_is_not_read_to_its_end()
    {
        List<byte> block = [];
        TestEncoder.Number(block, 0x40, 6, 0);
        TestEncoder.Text(block, "n", false);
        TestEncoder.Text(block, new string('x', 4000), false);
        block.AddRange(Enumerable.Repeat((byte)0xBE, 60_000));
        Assert.Equal(BlockResult.TooLong, new HpackDecoder(_block).Decode([.. block], _table));
        Assert.InRange(_block.Decoded, HpackDecoder.MostDecoded, HpackDecoder.MostDecoded + 4100);
    }

    private static (string Name, string Value)[] RandomFields(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 12)).DistinctBy(_ => random.Next()).Select(i =>
            ($"{(random.Next(3) == 0 ? "accept" : "x")}-{i}{new string('n', random.Next(5) == 0 ? 60 : 0)}", random.Next(4) == 0 ? new string((char)random.Next(33, 127), random.Next(200)) : $"v{random.Next(3)}")),
    ];

    private static string Text(IEnumerable<(string Name, string Value)> fields) => string.Join("; ", fields.Select(f => $"{f.Name}={f.Value}"));

    private (string Name, string Value) Entry(int place)
    {
        Assert.True(_table.TryGet(place, out var name, out var value, out var hasName) && hasName);
        return (Encoding.ASCII.GetString(name), Encoding.ASCII.GetString(value));
    }

    private BlockResult Decode(string block) => new HpackDecoder(_block).Decode(Convert.FromHexString(block), _table);

    private string Read(string block)
    {
        Assert.Equal(BlockResult.Read, Decode(block));
        return $"{Encoding.ASCII.GetString(_block.Method.Bytes)} {Encoding.ASCII.GetString(_block.Path.Bytes)} {_block.Status} {HttpRow.Map(_block.Fields)}";
    }
}
