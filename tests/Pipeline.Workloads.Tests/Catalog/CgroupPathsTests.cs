using System.Globalization;
using System.Text;
using Pipeline.Workloads.Known;

namespace Pipeline.Workloads.Tests.Catalog;

public sealed class CgroupPathsTests
{
    private readonly CgroupTable _table = new();

    [Fact]
    public void A_path_is_one_cgroup_with_a_number_of_its_own()
    {
        var numbered = _table.Add(0, 7, "/docker/one"u8, 0);
        var found = _table.Paths.Find("/docker/one"u8)!;
        Assert.Same(found, _table.Paths.Find("/docker/one"u8));
        Assert.NotEqual(numbered.Number, found.Number);
        Assert.Equal((-1, 0UL, "/docker/one", 2), (found.Hierarchy, found.Id, found.Path, _table.Count));
    }

    [Fact]
    public void Paths_are_told_apart_byte_by_byte()
    {
        var (one, other) = (_table.Paths.Find([(byte)'/', 0xFE])!, _table.Paths.Find([(byte)'/', 0xFF])!);
        Assert.NotSame(one, other);
        Assert.Equal(one.Path, other.Path);
    }

    [Fact]
    public void What_no_row_tells_any_more_is_forgotten_and_its_number_given_to_another()
    {
        var (kept, gone) = (_table.Paths.Find("/kept"u8), _table.Paths.Find("/gone"u8)!);
        _table.Paths.ForgetUnasked();
        Assert.Same(kept, _table.Paths.Find("/kept"u8));
        _table.Paths.ForgetUnasked();
        Assert.Equal(1, _table.Paths.Count);
        Assert.Same(kept, _table.Paths.Find("/kept"u8));
        var again = _table.Paths.Find("/gone"u8)!;
        Assert.NotSame(gone, again);
        Assert.Equal(gone.Number, again.Number);
    }

    [Fact]
    public void Endless_paths_take_a_bounded_room()
    {
        Assert.NotNull(_table.Paths.Find(new byte[4096]));
        Assert.Null(_table.Paths.Find(new byte[4097]));
        for (var i = 1; i < 1 << 16; i++)
            Assert.NotNull(_table.Paths.Find(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/{i}"))));
        Assert.Null(_table.Paths.Find("/one more"u8));
        Assert.NotNull(_table.Paths.Find("/1"u8));
        _table.Paths.ForgetUnasked();
        _table.Paths.ForgetUnasked();
        Assert.NotNull(_table.Paths.Find("/one more"u8));
    }
}
