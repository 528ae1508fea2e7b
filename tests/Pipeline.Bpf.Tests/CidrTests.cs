using System.Net;
using Pipeline.Bpf.Objects;

namespace Pipeline.Bpf.Tests;

/// <summary>Ranges as the kernel's programs compare them, held against the framework's.</summary>
public sealed class CidrTests
{
    [Fact]
    public void ARangeHoldsTheAddressesThatTheFrameworkSaysItHolds()
    {
        var random = new Random(5);
        for (var round = 0; round < 20_000; round++)
        {
            var network = Network(random);
            var range = new byte[CidrText.Length];
            Assert.Null(CidrText.Encode(network.ToString(), range));
            var address = Near(random, network);
            Assert.True(network.Contains(address) == Holds(range, address), $"{network} and {address}");
        }
    }

    [Fact]
    public void AnAddressAloneIsARangeOfOne()
    {
        var (alone, range) = (new byte[CidrText.Length], new byte[CidrText.Length]);
        Assert.Null(CidrText.Encode("192.0.2.1", alone));
        Assert.Null(CidrText.Encode("192.0.2.1/32", range));
        Assert.Equal(range, alone);
    }

    [Fact]
    public void WhatIsMappedIsIpv4()
    {
        var (mapped, plain) = (new byte[CidrText.Length], new byte[CidrText.Length]);
        Assert.Null(CidrText.Encode("::ffff:10.0.0.0/104", mapped));
        Assert.Null(CidrText.Encode("10.0.0.0/8", plain));
        Assert.Equal(plain, mapped);
    }

    private static IPNetwork Network(Random random)
    {
        var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
        random.NextBytes(bytes);
        var bits = random.Next(bytes.Length * 8 + 1);
        for (var bit = bits; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> bit % 8);
        return new IPNetwork(new IPAddress(bytes), bits);
    }

    // Within the range or just outside; sometimes of the other family.
    private static IPAddress Near(Random random, IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        if (random.Next(8) == 0)
            bytes = new byte[20 - bytes.Length];
        for (var bit = Math.Max(0, network.PrefixLength - 1); bit < bytes.Length * 8; bit++)
            bytes[bit / 8] ^= (byte)(random.Next(2) << 7 - bit % 8);
        return new IPAddress(bytes);
    }

    // As bpf/include/selection/options.h has it.
    private static bool Holds(ReadOnlySpan<byte> range, IPAddress address)
    {
        var bytes = address.MapToIPv6().GetAddressBytes();
        if (range[32] == 4 != address.MapToIPv6().IsIPv4MappedToIPv6)
            return false;
        for (var i = 0; i < 16; i++)
            if ((bytes[i] & range[16 + i]) != range[i])
                return false;
        return true;
    }
}
