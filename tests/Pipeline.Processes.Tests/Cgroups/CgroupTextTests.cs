using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Sources.Processes.Cgroups.Tables;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Processes.Tests.Cgroups;

public sealed class CgroupTextTests
{
    [Theory]
    [InlineData("0\n", 0UL)]
    [InlineData("18446744073709551615\n", ulong.MaxValue)]
    [InlineData("42", 42UL)]
    public void ANumberIsRead(string text, ulong expected)
    {
        Assert.True(FigureText.TryRead(Bytes(text), out var value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("max\n")]
    [InlineData("-1\n")]
    [InlineData("+1\n")]
    [InlineData("1 2\n")]
    [InlineData("0x10\n")]
    [InlineData("1.5\n")]
    [InlineData("18446744073709551616\n")]
    public void WhatIsNoNumberIsNone(string text) => Assert.False(FigureText.TryRead(Bytes(text), out _));

    [Fact]
    public void AProductWithoutAPlaceIsNone()
    {
        Assert.True(FigureText.TryRead("18446744073709551"u8, 1000, out _));
        Assert.False(FigureText.TryRead("18446744073709552"u8, 1000, out _));
    }

    [Fact]
    public void KeyedLinesThatAreReadAreThoseThatWereWritten() =>
        Prop.ForAll(Figures(Key()).ToArbitrary(), figures =>
        {
            var text = string.Concat(figures.Select(f => $"{f.Key} {f.Value}\n"));
            var read = Read(new KeyedLines(Bytes(text)));
            Assert.Equal(figures.Select(f => (f.Key, f.Value)), read);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LinesThatAreNoFiguresArePassedOver() =>
        Assert.Equal([("a", 1UL), ("e", 5UL)], Read(new KeyedLines("a 1\nb max\nc\n\nd 1 2\n 7\ne 5"u8)));

    [Fact]
    public void DeviceFiguresThatAreReadAreThoseThatWereWritten() =>
        Prop.ForAll(Devices().ToArbitrary(), devices =>
        {
            var text = string.Concat(devices.Select(d => $"{d.Major}:{d.Minor}{string.Concat(d.Figures.Select(f => $" {f.Key}={f.Value}"))}\n"));
            var figures = new DeviceFigures(Bytes(text));
            var read = new List<(ulong, string, ulong)>();
            while (figures.MoveNext())
                read.Add((figures.Device, Encoding.ASCII.GetString(figures.Key), figures.Value));
            Assert.Equal(devices.SelectMany(d => d.Figures.Select(f => (DeviceNumber.Of(d.Major, d.Minor), f.Key, f.Value))), read);
        }).QuickCheckThrowOnFailure();

    [Theory]
    // Linux 5.x leaves out the end of the line of a device that has no figures.
    [InlineData("254:0 254:16 rbytes=1\n", "254:16 rbytes 1")]
    [InlineData("rbytes=1 8:0 wbytes=2\n", "8:0 wbytes 2")]
    [InlineData("8:0 rbytes=1\nwbytes=2\n", "8:0 rbytes 1")]
    [InlineData("8:0 rbytes=max cost.usage=7 wios=3\n", "8:0 cost.usage 7|8:0 wios 3")]
    [InlineData("8:x rbytes=1\n4294967296:0 rbytes=1\n", "")]
    [InlineData("8:0\n", "")]
    public void ADeviceHasTheFiguresBehindIt(string text, string expected)
    {
        var figures = new DeviceFigures(Bytes(text));
        var read = new List<string>();
        while (figures.MoveNext())
            read.Add($"{DeviceNumber.Major(figures.Device)}:{DeviceNumber.Minor(figures.Device)} {Encoding.ASCII.GetString(figures.Key)} {figures.Value}");
        Assert.Equal(expected, string.Join('|', read));
    }

    [Fact]
    public void LinesOfDevicesAreThoseWithADeviceAWordAndANumber()
    {
        var lines = new DeviceLines("7:0 Read 1\n7:0 Total 3\nTotal 3\n7:1\n7:1 Write\n7:1 Write x\n259:1048575 Discard 18446744073709551615"u8);
        var read = new List<string>();
        while (lines.MoveNext())
            read.Add($"{DeviceNumber.Major(lines.Device)}:{DeviceNumber.Minor(lines.Device)} {Encoding.ASCII.GetString(lines.Key)} {lines.Value}");
        Assert.Equal(["7:0 Read 1", "7:0 Total 3", "259:1048575 Discard 18446744073709551615"], read);
    }

    [Fact]
    public void PressureThatIsReadIsThatThatWasWritten() =>
        Prop.ForAll(Gen.Choose(0, 10_000).ArrayOf(3).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (shares, total) =>
        {
            var (ten, sixty, threeHundred) = (shares[0] / 100.0, shares[1] / 100.0, shares[2] / 100.0);
            var text = string.Create(CultureInfo.InvariantCulture, $"some avg10={ten:F2} avg60={sixty:F2} avg300={threeHundred:F2} total={total}\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n");
            var lines = new PressureLines(Bytes(text));
            Assert.True(lines.MoveNext());
            Assert.Equal(new PressureLine(false, ten, sixty, threeHundred, (ulong)total * 1000), lines.Current);
            Assert.True(lines.MoveNext());
            Assert.Equal(new PressureLine(true, 0, 0, 0, 1000), lines.Current);
            Assert.False(lines.MoveNext());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("some avg10=0.00 avg60=0.00 avg300=0.00\n")]
    [InlineData("some avg10=0.00 avg60=0.00 avg300=0.00 total=\n")]
    [InlineData("most avg10=0.00 avg60=0.00 avg300=0.00 total=1\n")]
    [InlineData("some avg10=NaN avg60=0.00 avg300=0.00 total=1\n")]
    [InlineData("some avg10=-1.00 avg60=0.00 avg300=0.00 total=1\n")]
    [InlineData("some avg60=0.00 avg10=0.00 avg300=0.00 total=1\n")]
    [InlineData("some avg10=1e5 avg60=0.00 avg300=0.00 total=1\n")]
    [InlineData("some avg10=. avg60=0.00 avg300=0.00 total=1\n")]
    public void HalfAPressureIsNone(string text) => Assert.False(new PressureLines(Bytes(text)).MoveNext());

    [Fact]
    public void CpuStatHasTimesOnlyWhereAllAreTold()
    {
        var two = new CpuStat("usage_usec 3\nuser_usec 1\nsystem_usec 2\nnice_usec 9\n"u8);
        Assert.True(two is { HasTimes: true, HasPeriods: false, Usage: 3, User: 1, System: 2 });
        var one = new CpuStat("nr_periods 4\nnr_throttled 2\nthrottled_time 77\nnr_bursts 0\n"u8);
        Assert.True(one is { HasTimes: false, HasPeriods: true, Periods: 4, ThrottledPeriods: 2, Throttled: 77 });
        Assert.False(new CpuStat("usage_usec 3\nuser_usec 1\n"u8).HasTimes);
    }

    [Fact]
    public void MemoryStatTellsOnlyWhatIsThere()
    {
        var stat = new MemoryStat("cache 1\nrss 2\ntotal_cache 10\ntotal_rss 20\ntotal_inactive_file 3\n"u8, MemoryKeys.One);
        Assert.True(stat.TryGet(MemoryState.Anonymous, out var anonymous) && anonymous == 20);
        Assert.True(stat.TryGet(MemoryState.File, out var file) && file == 10);
        Assert.False(stat.TryGet(MemoryState.Kernel, out _));
        Assert.Equal(3UL, stat.InactiveFile);
        Assert.Null(stat.Swap);
    }

    private static Gen<string> Key() => Gen.Elements("anon", "nr_periods", "usage_usec", "a", "cost.vrate", "oom_kill");

    private static Gen<(string Key, ulong Value)[]> Figures(Gen<string> keys) =>
        (from key in keys from high in Gen.Choose(0, int.MaxValue) from low in Gen.Choose(0, int.MaxValue) select (key, ((ulong)high << 33) | (uint)low)).ArrayOf();

    private static Gen<(uint Major, uint Minor, (string Key, ulong Value)[] Figures)[]> Devices() =>
        (from major in Gen.Choose(0, 4095) from minor in Gen.Choose(0, 1048575) from figures in Figures(Key()) select ((uint)major, (uint)minor, figures)).ArrayOf();

    private static List<(string, ulong)> Read(KeyedLines lines)
    {
        var read = new List<(string, ulong)>();
        while (lines.MoveNext())
            read.Add((Encoding.ASCII.GetString(lines.Key), lines.Value));
        return read;
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
