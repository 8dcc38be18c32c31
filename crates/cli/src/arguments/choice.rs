//! A choice on the command line, for one of the model's.

macro_rules! choice {
    ($(#[$doc:meta])* $name:ident => $model:ident { $($variant:ident => $of:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, ValueEnum)]
        pub(crate) enum $name { $($variant),+ }

        impl From<$name> for $model {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => Self::$of),+ }
            }
        }
    };
}

pub(super) use choice;
