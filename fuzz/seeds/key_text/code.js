const key = "-----BEGIN PRIVATE KEY-----\n" +
  "MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQC+1E80DV6+olYb\n" +
  "CMhcJHVN0X8Jsb7dhNzC/fsdD5eT3xgVRwwwiRnMYQ7omPfaDM5/nObS6E/cTSjt\n" +
  "no4cH2I4gYdMtt94Y445zduxP4wyojDJuv/cnvgkf8TVx+YviCSDgHZn28wvKSTN\n" +
  "n/4lsRzc2u2FKUXrgx/N7HMM6xF4nLoizjcgP1MAIadc+76zvTJJwEAvwXs1bfUp\n" +
  "C9Cz9IQchApv/ez0Yjafavr/1W/ZTk+dXUAUdH3SBBt6BcIqGJzOymOJzwjyHXrQ\n" +
  "JTldxoc57xAcolH55/IR1gVLn+stuxWkI15SEEaIckpVG81MQCberXG98ceIIas/\n" +
  "rsDatGS5AgMBAAECgf9MzDXMKjJTML2EFhXUArYGWnyLxmMojJd+8vVMN6FwKPIU\n" +
  "NEK91RMLIzemJqjL4Y6+ac0Kklhys3VG8dONyOqcTeQo/uBu0EXnqCEC5cbRbWpJ\n" +
  "h+PrlADYqLUTrMx+/zbYNw4M5x0Ec/sXd0HQr2xpFf1pBvkttvcmzSrA87BizvQA\n" +
  "fz9Cg8JDzNRt6uog/562URndvw5REB+9eZvStwvzG+hXZj4MHhCd5OL+NUaJGgCK\n" +
  "VqzT6LDifimEzD5WT4IuxcDIaWMVT/jd13T3jqZN64Z3rEx1jIz9xa4vIY4pJQDN\n" +
  "WEZetoyebRcZjkfiLcUUj86xLk4buwJiJoLIiVECgYEA5TEl4KxYLIROzZKYT3LD\n" +
  "6Vcuyzqe/TyAeq12J1zJs82pJaEOVh/dYlXs0BdV0Q9ofAqTVmN+i60LKADvPGI3\n" +
  "3QmSUjR5wJOxgXn29HamBdx7awTYswpzUMUUzkceapJOGO8AF1KXicFy8OIyb195\n" +
  "0XAIKgKJzsNMKJ/MhlBiK4UCgYEA1SZxQI+pcqsreMb5W3VnTl72gWQBKE5O0IPe\n" +
  "pI7IxccHxqqwtuq//JJZd4WIqQiSSyMFYHtULCN9H/jF8YRwUqvnnuD3f6BvlIGd\n" +
  "JglqR2YsmwToSNTul5u7Er+ywJ6GFy3L0e1piETSfA42eg30v+ZI06Qk/RYMR+6r\n" +
  "OsVoeKUCgYAN/CzCg+GxfbVNR/exSWB4+Y/qaL5Q14NDeRgvmLLaHN+IY0Z7rOAW\n" +
  "YwXbQMFEy3rlrsOEzvdm0H1QyJXQinG8NBxQldEkFh8LtoSCMEc7LlP9mMMcUbPt\n" +
  "psj5OU+60wie7t6Djc+fYUWBO1w2fY3yYLKu1Y7RJgucovuY6ojC/QKBgQCLM3/i\n" +
  "2e+fo4nQZqGSySmeVQZHmjfnSrzOEFDmxxj3kPPTGsYtr0GSgUFMfTiyq5Ze25A3\n" +
  "YlOmP8cHikA7anKwivPJHsKD5xL3uW4X2S4/UsruslXAus7W1C1oISlsAhswKAhk\n" +
  "INg61jdgLSgGrfaZHJuTHC/L2QpML+JDj4iawQKBgQDJ3OLwJ82Pub2+G2KAgEky\n" +
  "S3AB3YNgZVVw9uF5DMIkmwndJD7dwnvzOJzG7hNC8UjCDpOwkEmPC7qkjCoqwClI\n" +
  "ZT8ZaKGVXWGzMzz85+a8UQUVEYywO7edN8/q0dUVunRQhQa9weN7zkmsYeICrSSk\n" +
  "ByMOWSiaSmwtDDpgQ31I0w==\n" +
  "-----END PRIVATE KEY-----\n";