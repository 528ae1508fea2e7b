using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Transforms.DnsNames.Answers;

namespace Pipeline.Workloads.Tests.DnsNames;

/// <summary>Addresses of answers, beside the framework's own reader of them.</summary>
public sealed class AddressTextTests
{
    [Fact]
    public void Every_address_that_is_written_is_read_back() => Cases.Run(20_000, random =>
    {
        var bytes = random.Bytes(random.Next(2) == 0 ? 4 : 16);
        // Zeros where there may be many.
        foreach (ref var b in bytes.AsSpan())
            if (bytes.Length == 16 && random.Next(3) > 0)
                b = 0;
        var address = new IPAddress(bytes);
        Assert.True(AddressText.TryParse(Encoding.ASCII.GetBytes(address.ToString()), out var read), address.ToString());
        Assert.Equal(address.MapToIPv6(), new IPAddress(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in read))));
    });

    [Fact]
    public void What_is_read_of_any_text_is_what_the_framework_reads() => Cases.Run(200_000, random =>
    {
        var alphabet = random.Next(2) == 0 ? "0123456789." : "0123af:.:";
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => alphabet[random.Next(alphabet.Length)]));
        if (!AddressText.TryParse(Encoding.ASCII.GetBytes(text), out var read))
            return;
        Assert.True(IPAddress.TryParse(text, out var address), text);
        Assert.Equal(address.MapToIPv6(), new IPAddress(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in read))));
    });

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("01.2.3.4")]
    [InlineData(":")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("::12345")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("example.test")]
    public void What_is_no_address_is_refused(string text) => Assert.False(AddressText.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
