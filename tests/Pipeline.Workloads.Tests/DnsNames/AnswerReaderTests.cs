using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Transforms.DnsNames.Answers;

namespace Pipeline.Workloads.Tests.DnsNames;

/// <summary>Bodies of responses as the transform <c>protocols</c> writes them.</summary>
public sealed class AnswerReaderTests
{
    [Theory]
    [InlineData("""{"answers":[{"name":"www.example.test","type":"A","ttl":60,"addr":"192.0.2.80"}]}""", "192.0.2.80 60")]
    [InlineData("""{"answers":[{"name":"WwW.Example.test","type":"AAAA","ttl":60,"addr":"2001:db8::80"}]}""", "2001:db8::80 60")]
    [InlineData("""{"queries":[{"name":"x","type":"A"}],"answers":[{"name":"www.example.test","type":"A","ttl":60,"addr":"192.0.2.80"},{"name":"www.example.test","type":"A","ttl":30,"addr":"192.0.2.81"}],"additionals":[{"name":"www.example.test","type":"A","ttl":1,"addr":"192.0.2.99"}]}""", "192.0.2.80 60, 192.0.2.81 30")]
    // Through aliases, in whatever order they stand; they hold no longer than the shortest.
    [InlineData("""{"answers":[{"name":"www.example.test","type":"CNAME","ttl":5,"cname":"a.cdn.test"},{"name":"a.cdn.test","type":"CNAME","ttl":300,"cname":"b.cdn.test"},{"name":"b.cdn.test","type":"A","ttl":60,"addr":"192.0.2.1"}]}""", "192.0.2.1 5")]
    [InlineData("""{"answers":[{"name":"b.cdn.test","type":"A","ttl":60,"addr":"192.0.2.1"},{"name":"a.cdn.test","type":"CNAME","ttl":300,"cname":"B.cdn.test"},{"name":"www.example.test","type":"CNAME","ttl":90,"cname":"a.cdn.test"}]}""", "192.0.2.1 60")]
    // Of other names, of an alias that leads in a circle, of one that leads nowhere.
    [InlineData("""{"answers":[{"name":"other.test","type":"A","ttl":60,"addr":"192.0.2.1"}]}""", "")]
    [InlineData("""{"answers":[{"name":"www.example.test","type":"CNAME","ttl":5,"cname":"a.test"},{"name":"a.test","type":"CNAME","ttl":5,"cname":"www.example.test"}]}""", "")]
    [InlineData("""{"answers":[{"name":"www.example.test","type":"CNAME","ttl":5,"cname":"a.test"},{"name":"b.test","type":"A","ttl":5,"addr":"192.0.2.1"}]}""", "")]
    [InlineData("""{"answers":[{"name":"www.example.test","type":"MX","ttl":5,"data":"10 mail.example.test"}]}""", "")]
    [InlineData("""{"answers":[],"cut":1}""", "")]
    [InlineData("", "")]
    public void Addresses_of_the_name_that_was_asked_for_are_found(string body, string found)
    {
        var reader = new AnswerReader();
        Assert.True(reader.Read("www.example.test"u8, Encoding.UTF8.GetBytes(body)));
        Assert.Equal(found, Found(reader));
    }

    [Fact]
    public void A_name_with_every_awkward_byte_is_the_same_in_the_row_and_in_the_body()
    {
        var reader = new AnswerReader();
        // As master files escape it, and JSON on top of that.
        Assert.True(reader.Read("a\\.b\\\"c\\032.\u00e9.test"u8, """{"answers":[{"name":"a\\.b\\\"c\\032.é.test","type":"A","ttl":7,"addr":"192.0.2.1"}]}"""u8));
        Assert.Equal("192.0.2.1 7", Found(reader));
    }

    [Fact]
    public void What_is_cut_or_changed_anywhere_is_no_exception()
    {
        var body = """{"queries":[],"answers":[{"name":"a.test","type":"CNAME","ttl":5,"cname":"b.test"},{"name":"b.test","type":"A","ttl":4294967295,"addr":"192.0.2.1"}],"cut":1}"""u8.ToArray();
        var reader = new AnswerReader();
        for (var length = 0; length < body.Length; length++)
            reader.Read("a.test"u8, body.AsSpan(0, length));
        Cases.Run(100_000, random =>
        {
            var changed = body.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            reader.Read("a.test"u8, changed);
            Assert.InRange(reader.Found.Count, 0, 2);
        });
    }

    private static string Found(AnswerReader reader) =>
        string.Join(", ", reader.Found.Select(f => $"{Text(f.Address)} {f.Ttl}"));

    private static string Text(UInt128 address) => new IPAddress(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in address))) is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4().ToString()
        : new IPAddress(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in address))).ToString();
}
