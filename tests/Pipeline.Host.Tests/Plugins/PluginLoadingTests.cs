using System.Runtime.CompilerServices;
using Pipeline.Host.Configuration;
using Pipeline.Host.Ledger;
using Pipeline.Host.Plugins;
using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Plugins;

/// <summary>Plugin folders, whole and broken.</summary>
public sealed class PluginLoadingTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("pipeline-plugins").FullName;
    private readonly PluginLoader _loader = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Every_fixture_is_found_by_its_kind_and_name()
    {
        var catalog = PluginCatalog.Scan([Desk.Fixtures]);
        Assert.Empty(catalog.Problems);
        Assert.NotNull(catalog.Find(ComponentKind.Source, "counter"));
        Assert.Null(catalog.Find(ComponentKind.Sink, "counter"));
    }

    [Fact]
    public void Two_plugins_bring_different_versions_of_one_library()
    {
        var catalog = PluginCatalog.Scan([Desk.Fixtures]);
        var versions = "old_library new_library".Split(' ').Select(name =>
        {
            var type = _loader.Load(catalog.Find(ComponentKind.Sink, name)!, hotSwap: false);
            return type.Build(Activator.CreateInstance(type.Options)!, new ComponentContext(name, new LogBook().CreateLogger(name), new HostEnvironment("h", "/", TimeProvider.System))).ToString();
        });
        Assert.Equal(["version 1", "version 2"], versions);
    }

    [Fact]
    public void A_plugin_is_loaded_once_however_often_it_is_used()
    {
        var plugin = PluginCatalog.Scan([Desk.Fixtures]).Find(ComponentKind.Sink, "keeper")!;
        Assert.Same(_loader.Load(plugin, false), _loader.Load(plugin, false));
        Assert.NotSame(_loader.Load(plugin, true).Context, _loader.Load(plugin, true).Context);
        _loader.Unload();
    }

    [Theory]
    [InlineData("two_classes", "Pipeline.Fixtures.TwoClasses.dll has 2 classes that implement ISink, a Sink plugin has exactly one")]
    [InlineData("no_class", "Pipeline.Fixtures.NoClass.dll has 0 classes that implement ISink, a Sink plugin has exactly one")]
    [InlineData("missing_type", "Pipeline.Fixtures.MissingType.dll was built against something that is not here: ")]
    public void An_assembly_without_a_usable_class_says_why(string name, string message)
    {
        var plugin = PluginCatalog.Scan([Desk.Fixtures]).Find(ComponentKind.Sink, name)!;
        Assert.Contains(message, Assert.Throws<PluginLoadException>(() => _loader.Load(plugin, false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Garbage_in_place_of_an_assembly_is_refused()
    {
        Folder("garbage", "name = \"garbage\"\nkind = \"sink\"\ncontract = 1\nassembly = \"a.dll\"", ("a.dll", "not an assembly"));
        var plugin = PluginCatalog.Scan([_root]).Find(ComponentKind.Sink, "garbage")!;
        Assert.Contains("a.dll cannot be loaded: ", Assert.Throws<PluginLoadException>(() => _loader.Load(plugin, false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_garbage_list_of_dependencies_is_refused()
    {
        Folder("garbage", "name = \"garbage\"\nkind = \"sink\"\ncontract = 1\nassembly = \"a.dll\"", ("a.dll", "not an assembly"), ("a.deps.json", "{ \"runtimeTarget\": [ "));
        var plugin = PluginCatalog.Scan([_root]).Find(ComponentKind.Sink, "garbage")!;
        Assert.Contains("a.dll cannot be loaded: ", Assert.Throws<PluginLoadException>(() => _loader.Load(plugin, false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name = \"x\"\nkind = \"sink\"\ncontract = 1\nassembly = \"x.dll\"", "plugin.toml: the assembly 'x.dll' is not in the folder")]
    [InlineData("name = \"x\"\nkind = \"sink\"\ncontract = 2\nassembly = \"x.dll\"", "plugin.toml: built for contract 2, this host has contract 1; rebuild it against this host's Pipeline.Abstractions")]
    [InlineData("name = \"x\"\nkind = \"sinc\"\ncontract = 1\nassembly = \"x.dll\"", "plugin.toml:2:8: plugin.kind: not a valid value (got \"sinc\", expected one of source, transform, sink); did you mean \"sink\"?")]
    [InlineData("name = \"x\"\nkind = \"sink\"\nassembly = \"x.dll\"", "'contract' is missing (expected an integer)")]
    [InlineData("name = \"x\nkind", "plugin.toml:1:")]
    [InlineData("name = \"x\"\nkind = \"sink\"\ncontract = 1\nassembly = \"x.dll\"\nasembly = 1", "plugin.toml:5:1: asembly: unknown key (expected one of assembly, contract, kind, name); did you mean assembly?")]
    public void A_folder_that_cannot_be_used_is_a_problem_with_its_reason(string manifest, string problem)
    {
        Folder("x", manifest);
        var catalog = PluginCatalog.Scan([_root]);
        Assert.Contains(problem, Assert.Single(catalog.Problems), StringComparison.Ordinal);
        Assert.Empty(catalog.Plugins);
    }

    [Fact]
    public void Missing_roots_folders_without_a_manifest_and_duplicates_are_problems_but_harm_no_others()
    {
        Folder("a", "name = \"x\"\nkind = \"sink\"\ncontract = 1\nassembly = \"x.dll\"", ("x.dll", ""));
        Folder("b", "name = \"x\"\nkind = \"sink\"\ncontract = 1\nassembly = \"x.dll\"", ("x.dll", ""));
        Directory.CreateDirectory(Path.Combine(_root, "c"));
        var catalog = PluginCatalog.Scan([_root, Path.Combine(_root, "nowhere")]);

        Assert.EndsWith("/a", catalog.Find(ComponentKind.Sink, "x")!.Directory, StringComparison.Ordinal);
        Assert.Collection(
            catalog.Problems,
            p => Assert.Equal($"{_root}/b: the Sink 'x' is already in {_root}/a; this one is ignored", p),
            p => Assert.Equal($"{_root}/c: has no plugin.toml", p),
            p => Assert.Equal($"{_root}/nowhere: no such folder", p));
    }

    [Fact]
    public async Task A_hot_swap_context_is_collected_after_its_run()
    {
        var contexts = await RunAndUnloadAsync(Path.Combine(_root, "kept"));
        Assert.Equal(3, contexts.Count);
        for (var tries = 0; tries < 1_000 && contexts.Any(c => c.IsAlive); tries++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.All(contexts, context => Assert.False(context.IsAlive));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IReadOnlyList<WeakReference>> RunAndUnloadAsync(string file)
    {
        var desk = new Desk();
        var ledger = await desk.RunAsync($"""
            [sources.numbers]
            type = "counter"
            hot_swap = true
            rows = 1000
            [transforms.sum]
            type = "sum"
            hot_swap = true
            inputs = ["numbers"]
            [sinks.kept]
            type = "keeper"
            hot_swap = true
            inputs = ["numbers"]
            file = "{file}"
            [sinks.sums]
            type = "keeper"
            inputs = ["sum"]
            file = "{file}.sums"
            """);
        Assert.Equal(1000, ledger.Of("kept").Out);
        Assert.Equal(1000, File.ReadLines(file).Distinct().Count());
        return desk.Loader.Unload();
    }

    private void Folder(string name, string manifest, params (string Name, string Content)[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "plugin.toml"), manifest);
        foreach (var (file, content) in files)
            File.WriteAllText(Path.Combine(folder, file), content);
    }
}
