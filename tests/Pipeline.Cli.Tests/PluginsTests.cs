namespace Pipeline.Cli.Tests;

public sealed class PluginsTests
{
    [Fact]
    public async Task Every_plugin_folder_is_listed_with_kind_and_name()
    {
        var answer = await Installed.RunAsync("plugins");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.NotNull(answer.Row("KIND", "NAME", "FOLDER"));
        Assert.Equal(Directory.GetDirectories(Path.Combine(Installed.Home, "plugins")).Order(), answer.Lines.Skip(1).Select(l => l.Split("  ")[^1].Trim()).Order());
        Assert.NotNull(answer.Row("transform", "filter"));
    }

    [Fact]
    public async Task A_plugin_shows_its_own_options_and_those_of_its_kind()
    {
        var answer = await Installed.RunAsync("plugins", "filter");

        Assert.Equal((0, ""), (answer.ExitCode, answer.Error));
        Assert.NotNull(answer.Row("condition", "string", "(required)"));
        Assert.NotNull(answer.Row("queue_bytes", "size", "\"8MiB\"", "4KiB", "or", "more"));
        Assert.NotNull(answer.Row("queue_batches", "integer", "2048", "1", "to", "1000000"));
        Assert.NotNull(answer.Row("workers", "count", "1"));
    }

    [Fact]
    public async Task A_misspelt_plugin_is_recognised()
    {
        var answer = await Installed.RunAsync("plugins", "fitler");

        Assert.Equal((2, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("there is no plugin 'fitler'", answer.Error, StringComparison.Ordinal);
        Assert.EndsWith("; did you mean filter?\n", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_folders_are_named_with_the_reason_beside_those_that_work()
    {
        Assert.SkipUnless(Directory.Exists(Installed.Home), $"there is no {Installed.Home}");
        using var folder = new TemporaryFolder();
        var executable = folder.CopyInstallation();
        folder.Write("home/plugins/empty/readme", "");
        folder.Write("home/plugins/old/plugin.toml", "name = \"old\"\nkind = \"sink\"\ncontract = 0\nassembly = \"Old.dll\"\n");
        folder.Write("home/plugins/noise/plugin.toml", "name = \"noise\"\nkind = \"sink\"\ncontract = 1\nassembly = \"Noise.dll\"\n");
        folder.Write("home/plugins/noise/Noise.dll", "not an assembly");

        var answer = await Installed.RunProgramAsync(executable, "plugins");
        var one = await Installed.RunProgramAsync(executable, "plugins", "noise");

        Assert.Equal(1, answer.ExitCode);
        Assert.NotNull(answer.Row("transform", "filter"));
        Assert.Contains("plugins/empty: has no plugin.toml", answer.Error, StringComparison.Ordinal);
        Assert.Contains("plugins/old/plugin.toml: built for contract 0", answer.Error, StringComparison.Ordinal);
        Assert.Contains("Noise.dll cannot be loaded", answer.Error, StringComparison.Ordinal);
        Assert.Equal((1, ""), (one.ExitCode, one.Output));
        Assert.Contains("Noise.dll cannot be loaded", one.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_two_kinds_share_means_both()
    {
        Assert.SkipUnless(Directory.Exists(Installed.Home), $"there is no {Installed.Home}");
        using var folder = new TemporaryFolder();
        var executable = folder.CopyInstallation();
        folder.Write("home/plugins/noise/plugin.toml", "name = \"stdout\"\nkind = \"source\"\ncontract = 1\nassembly = \"Noise.dll\"\n");
        folder.Write("home/plugins/noise/Noise.dll", "not an assembly");
        var config = folder.Write("p.toml", "[transforms.t]\ntype = \"stdout\"\ninputs = [\"pipeline\"]\n");

        var plugins = await Installed.RunProgramAsync(executable, "plugins", "stdout");
        var validate = await Installed.RunProgramAsync(executable, "validate", config);

        Assert.Equal(1, plugins.ExitCode);
        Assert.StartsWith("sink stdout, from ", plugins.Output, StringComparison.Ordinal);
        Assert.Contains("Noise.dll cannot be loaded", plugins.Error, StringComparison.Ordinal);
        Assert.Contains("; 'stdout' is a source and a sink", validate.Error, StringComparison.Ordinal);
    }
}
