using Pipeline.Transforms.DnsNames;

namespace Pipeline.Workloads.Tests.DnsNames;

public sealed class DnsNamesTransformTests
{
    [Fact]
    public void A_process_has_the_name_that_it_was_told_and_others_the_machines()
    {
        using var rig = new DnsNamesRig();
        rig.Answer(10, "One.Example.test", DnsNamesRig.A("one.example.test", "192.0.2.1"), pid: 7);
        rig.Answer(11, "two.example.test", DnsNamesRig.A("two.example.test", "192.0.2.1"), pid: 8);
        Assert.Equal("one.example.test", rig.NameOf(12, "192.0.2.1", pid: 7));
        Assert.Equal("two.example.test", rig.NameOf(12, "192.0.2.1", pid: 8));
        Assert.Equal("two.example.test", rig.NameOf(12, "192.0.2.1", pid: 9));
        Assert.Equal("one.example.test", rig.NameOf(10.5, "192.0.2.1", pid: 9));
        Assert.Equal("", rig.NameOf(12, "192.0.2.2"));
        Assert.Equal("", rig.NameOf(9, "192.0.2.1"));
    }

    [Fact]
    public void A_name_holds_for_its_time_to_live_and_then_for_as_long_as_it_is_kept()
    {
        using var rig = new DnsNamesRig(new DnsNamesOptions { Wait = TimeSpan.Zero, Keep = TimeSpan.FromSeconds(40) });
        rig.Answer(100, "a.test", DnsNamesRig.A("a.test", "192.0.2.1", ttl: 20));
        Assert.Equal("a.test", rig.NameOf(160, "192.0.2.1"));
        Assert.Equal("", rig.NameOf(161, "192.0.2.1"));
        rig.Answer(200, "a.test", DnsNamesRig.A("a.test", "192.0.2.1", ttl: 0));
        rig.Answer(201, "b.test", DnsNamesRig.A("b.test", "192.0.2.1", ttl: 20));
        Assert.Equal("a.test", rig.NameOf(200.5, "192.0.2.1"));
        Assert.Equal("b.test", rig.NameOf(201.5, "192.0.2.1"));
    }

    [Fact]
    public void What_was_answered_to_others_what_calls_from_outside_and_what_another_machine_was_told_name_nobody()
    {
        using var rig = new DnsNamesRig();
        rig.Answer(10, "a.test", DnsNamesRig.A("a.test", "192.0.2.1"), role: DnsNamesRig.Server);
        Assert.Equal("", rig.NameOf(12, "192.0.2.1"));
        rig.Answer(10, "a.test", DnsNamesRig.A("a.test", "192.0.2.1"), host: "elsewhere");
        Assert.Equal("", rig.NameOf(12, "192.0.2.1"));
        Assert.Equal("a.test", rig.NameOf(12, "192.0.2.1", host: "elsewhere"));
        Assert.Equal("", rig.NameOf(12, "192.0.2.1", host: "elsewhere", role: DnsNamesRig.Server));
    }

    [Fact]
    public void A_row_waits_for_an_answer_that_comes_behind_it_and_rows_of_its_connection_behind_it()
    {
        using var rig = new DnsNamesRig(new DnsNamesOptions { Wait = TimeSpan.FromSeconds(1) });
        rig.Call(12, "192.0.2.1", connection: 1);
        rig.Call(13, "127.0.0.1", connection: 1);
        rig.Call(13, "192.0.2.9", connection: 2);
        Assert.Empty(rig.TakeNames());
        rig.Answer(10, "a.test", DnsNamesRig.A("a.test", "192.0.2.1"));
        rig.Flush();
        Assert.Equal(["a.test", ""], rig.TakeNames());
        rig.Clock.Now += TimeSpan.FromSeconds(1);
        rig.Flush();
        Assert.Equal([""], rig.TakeNames());
        rig.Call(14, "192.0.2.9");
        rig.Finish();
        Assert.Equal([""], rig.TakeNames());
    }

    [Fact]
    public void The_machines_name_is_taken_when_the_processs_own_has_not_come()
    {
        using var rig = new DnsNamesRig(new DnsNamesOptions { Wait = TimeSpan.FromSeconds(1) });
        rig.Answer(10, "one.test", DnsNamesRig.A("one.test", "192.0.2.1"), pid: 7);
        Assert.Equal("one.test", rig.NameOf(12, "192.0.2.1", pid: 7));
        Assert.Equal("one.test", rig.NameOf(12, "192.0.2.1", pid: 0));
        rig.Call(12, "192.0.2.1", pid: 8, connection: 8);
        rig.Call(12, "192.0.2.1", pid: 9, connection: 9);
        Assert.Empty(rig.TakeNames());
        rig.Answer(11, "two.test", DnsNamesRig.A("two.test", "192.0.2.1"), pid: 8);
        rig.Flush();
        Assert.Equal(["two.test"], rig.TakeNames());
        rig.Clock.Now += TimeSpan.FromSeconds(1);
        rig.Flush();
        Assert.Equal(["two.test"], rig.TakeNames());
    }

    [Fact]
    public void Of_the_machine_itself_nothing_is_waited_for()
    {
        using var rig = new DnsNamesRig(new DnsNamesOptions { Wait = TimeSpan.FromSeconds(1) });
        foreach (var address in (string[])["127.0.0.1", "127.1.2.3", "::1", "::", "0.0.0.0"])
            Assert.Equal("", rig.NameOf(12, address));
        rig.Answer(10, "local.test", DnsNamesRig.A("local.test", "127.0.0.1"));
        Assert.Equal("local.test", rig.NameOf(12, "127.0.0.1"));
    }

    [Fact]
    public void The_name_is_the_servers_address_to_whoever_asks_by_the_conventions()
    {
        using var rig = new DnsNamesRig();
        Assert.Same(DnsNamesRig.Answers, rig.Bound[0]);
        var column = rig.Bound[1].Columns[^1];
        Assert.Equal(("remote_name", "server.address", true), (column.Name, column.Attribute, column.EmptyIsAbsent));
    }

    [Fact]
    public void Tables_of_figures_get_a_label_and_tables_without_a_side_no_attribute()
    {
        var figures = new TableSchema("figures", TableKind.Metric,
            [new("time", ColumnType.Time), new("remote_addr", ColumnType.Ip), new("raddr", ColumnType.Ip), new("bytes", ColumnType.U64) { Instrument = Instrument.Counter }]);
        var transform = new DnsNamesTransform(new DnsNamesOptions { Addresses = ["raddr", "remote_addr"] }, new LentContext());
        var bound = transform.Bind([DnsNamesRig.Answers, figures]);
        Assert.Equal(["raddr_name", "remote_name"], bound[1].Columns.Skip(4).Select(c => c.Name));
        Assert.All(bound[1].Columns.Skip(4), c => Assert.Equal((null, null), (c.Attribute, c.Instrument)));
        transform.Dispose();
    }

    [Fact]
    public void Mistakes_are_told()
    {
        Assert.Contains("stands there twice", Problem(new DnsNamesOptions { Addresses = ["a", "a"] }), StringComparison.Ordinal);
        Assert.Contains("at least one", Problem(new DnsNamesOptions { Addresses = [] }), StringComparison.Ordinal);
        Assert.Contains("no input tells answers of name servers", Problem(new DnsNamesOptions(), DnsNamesRig.Calls), StringComparison.Ordinal);
        Assert.Contains("no other input has an address", Problem(new DnsNamesOptions(), DnsNamesRig.Answers), StringComparison.Ordinal);
        Assert.Contains("expected a table with a column raddr", Problem(new DnsNamesOptions { Addresses = ["raddr"] }, DnsNamesRig.Answers, DnsNamesRig.Calls), StringComparison.Ordinal);
        var named = new TableSchema("named", TableKind.Event, [new("remote_addr", ColumnType.Ip), new("remote_name", ColumnType.Utf8)]);
        Assert.Contains("has a column 'remote_name' already", Problem(new DnsNamesOptions(), DnsNamesRig.Answers, named), StringComparison.Ordinal);
    }

    private static string Problem(DnsNamesOptions options, params TableSchema[] inputs) => Assert.Throws<OptionException>(() =>
    {
        using var transform = new DnsNamesTransform(options, new LentContext());
        transform.Bind(inputs);
    }).Message;
}
