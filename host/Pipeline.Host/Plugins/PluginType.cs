using System.Reflection;
using System.Runtime.Loader;
using Pipeline.Host.Configuration;
using Pipeline.Host.Ledger;

namespace Pipeline.Host.Plugins;

/// <summary>A plugin's class, ready to build instances of.</summary>
internal sealed class PluginType
{
    private readonly ConstructorInfo _constructor;

    private PluginType(AssemblyLoadContext context, ConstructorInfo constructor, Type options)
    {
        Context = context;
        _constructor = constructor;
        Options = options;
    }

    /// <summary>Where the plugin's assemblies are loaded.</summary>
    public AssemblyLoadContext Context { get; }

    /// <summary>The record with the plugin's options.</summary>
    public Type Options { get; }

    /// <exception cref="PluginLoadException">The assembly cannot be loaded or has no usable class.</exception>
    public static PluginType Load(PluginManifest plugin, bool collectible)
    {
        try
        {
            var context = new PluginLoadContext(plugin, collectible);
            var type = FindClass(context.LoadFromAssemblyPath(plugin.AssemblyPath), plugin);
            var constructors = type.GetConstructors();
            if (constructors is not [var constructor] || OptionsOf(constructor) is not { } options)
                throw new PluginLoadException($"{type.FullName} in {plugin.AssemblyPath} needs exactly one public constructor, with an options record and an IComponentContext");
            CheckOptions(options);
            return new PluginType(context, constructor, options);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or InvalidOperationException)
        {
            throw new PluginLoadException($"{plugin.AssemblyPath} cannot be loaded: {e.Message}", e);
        }
    }

    /// <summary>A new instance. What its constructor throws comes out as it was thrown.</summary>
    public object Build(object options, IComponentContext context) =>
        _constructor.Invoke(
            BindingFlags.DoNotWrapExceptions,
            null,
            [.. _constructor.GetParameters().Select(p => p.ParameterType == typeof(IComponentContext) ? context : options)],
            null);

    private static Type FindClass(Assembly assembly, PluginManifest plugin)
    {
        var contract = plugin.Kind switch
        {
            ComponentKind.Source => typeof(ISource),
            ComponentKind.Transform => typeof(ITransform),
            _ => typeof(ISink),
        };
        try
        {
            var types = assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(contract)).ToArray();
            return types is [var only]
                ? only
                : throw new PluginLoadException($"{plugin.AssemblyPath} has {types.Length} classes that implement {contract.Name}, a {plugin.Kind} plugin has exactly one");
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new PluginLoadException($"{plugin.AssemblyPath} was built against something that is not here: {e.LoaderExceptions.FirstOrDefault()?.Message}", e);
        }
    }

    private static void CheckOptions(Type options)
    {
        try
        {
            OptionDescription.Of(options);
        }
        catch (Exception e) when (e is NotSupportedException or MissingMethodException or TargetInvocationException)
        {
            throw new PluginLoadException($"{options.FullName} cannot be an options record: {(e as TargetInvocationException)?.InnerException?.Message ?? e.Message}", e);
        }
    }

    private static Type? OptionsOf(ConstructorInfo constructor)
    {
        var others = constructor.GetParameters().Select(p => p.ParameterType).Where(t => t != typeof(IComponentContext)).ToArray();
        return others is [{ IsClass: true } options] ? options : null;
    }
}
